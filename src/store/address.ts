/** An address as it is compared. Providers that tell upper from lower case before the @ are not known to exist. */
export const addressKey = (address: string): string => address.toLowerCase();

/** What stands behind the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
