using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration.Sweeps;

/// <summary>One key that a member changes.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="KeyOrigin">Where the key stands in the file.</param>
/// <param name="Value">The value.</param>
internal sealed record SweepChange(string Key, ValueOrigin KeyOrigin, ConfigurationNode Value);
