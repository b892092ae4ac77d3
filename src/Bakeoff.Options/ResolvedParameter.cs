using Bakeoff.Options.Yaml;

namespace Bakeoff.Options;

/// <summary>One parameter of an experiment.</summary>
/// <param name="Key">Dotted key, such as <c>features.n_mfcc</c> or <c>model.1.lstm.units</c>.</param>
/// <param name="Value">Canonical, culture-free text, such as <c>40</c>, <c>0.001</c>, <c>mfcc</c>, <c>[40, 1]</c> or <c>null</c>.</param>
/// <param name="Origin">Where the value was written; <see cref="ValueOrigin.Default"/> when nobody wrote it.</param>
public sealed record ResolvedParameter(string Key, string Value, ValueOrigin Origin);
