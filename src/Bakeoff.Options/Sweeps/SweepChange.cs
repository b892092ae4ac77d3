using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Sweeps;

/// <summary>One key that a member changes.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="KeyOrigin">Where the key stands in the file.</param>
/// <param name="Value">The value.</param>
public sealed record SweepChange(string Key, ValueOrigin KeyOrigin, ConfigurationNode Value);
