/** The form in which addresses are compared: lower case. No provider is known that distinguishes case before the @. */
export const addressKey = (address: string): string => address.toLowerCase();

/** The part after the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
