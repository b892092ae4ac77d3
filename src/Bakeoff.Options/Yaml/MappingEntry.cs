namespace Bakeoff.Options.Yaml;

/// <summary>One key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyOrigin">Where the key starts.</param>
/// <param name="Value">The value.</param>
internal sealed record MappingEntry(string Key, ValueOrigin KeyOrigin, ConfigurationNode Value);
