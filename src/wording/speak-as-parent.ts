// Imported first by processes that hebdo starts: texts that are made while modules load are in the right language too.
import { interfaceLanguages, speak } from './wording.ts';

speak(interfaceLanguages.find(one => one === process.env.HEBDO_INTERFACE_LANGUAGE) ?? 'en');
