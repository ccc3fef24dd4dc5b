/// Where a keyword holds subschemas.
enum SchemaShape {
    case one, list, map

    init?(keyword: String) {
        switch keyword {
        case "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "items", "contains", "propertyNames",
            "not", "if", "then", "else", "contentSchema":
            self = .one
        case "allOf", "anyOf", "oneOf", "prefixItems":
            self = .list
        case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas":
            self = .map
        default:
            return nil
        }
    }
}
