import { isJsonObject, type JsonObject, own, ownText } from '@trailhound/cloudtrail';

/**
 * What a database says of an address, under the names of Elasticsearch's geoip processor and of Coralogix. Understands
 * the nested form of MaxMind (`country.names.en`) and the flat one of IPinfo (`country`, `country_code`). Undefined where
 * it says nothing of a place.
 * Names: https://www.elastic.co/docs/reference/enrich-processor/geoip-processor
 */
export function placeOf(data: JsonObject): JsonObject | undefined {
  const country = named(data, 'country');
  const continent = named(data, 'continent');
  const [region] = listOf(own(data, 'subdivisions'));
  const members: Record<string, unknown> = {
    continent_name: continent.name,
    continent_code: continent.code,
    country_name: country.name,
    country_code: country.code,
    country_iso_code: country.code,
    region_name: englishName(region) ?? ownText(data, 'region'),
    region_iso_code: ownText(region, 'iso_code'),
    city_name: englishName(own(data, 'city')) ?? ownText(data, 'city'),
    postal_code: ownText(own(data, 'postal'), 'code') ?? ownText(data, 'postal_code'),
    timezone: ownText(own(data, 'location'), 'time_zone') ?? ownText(data, 'timezone'),
    location: pointOf(own(data, 'location')),
  };
  const found = Object.entries(members).filter(([, value]) => value !== undefined);
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

interface Named {
  readonly name: string | undefined;
  readonly code: string | undefined;
}

function named(data: JsonObject, member: 'country' | 'continent'): Named {
  const value = own(data, member);
  if (isJsonObject(value)) {
    return { name: englishName(value), code: ownText(value, 'iso_code') ?? ownText(value, 'code') };
  }
  const text = ownText(data, member);
  const isCode = text !== undefined && /^[A-Z]{2}$/.test(text);
  return {
    name: ownText(data, `${member}_name`) ?? (isCode ? undefined : text),
    code: ownText(data, `${member}_code`) ?? (isCode ? text : undefined),
  };
}

function englishName(value: unknown): string | undefined {
  return ownText(own(value, 'names'), 'en');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pointOf(location: unknown): JsonObject | undefined {
  const lat = own(location, 'latitude');
  const lon = own(location, 'longitude');
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : undefined;
}
