namespace Bakeoff.Options;

/// <summary>One broken rule in a set of options, worded so that it can be printed after the key.</summary>
/// <param name="Key">
/// YAML key relative to the record that reports it, such as <c>win_length</c>; empty when the record as a whole is wrong.
/// </param>
/// <param name="Message">
/// What the value is, the rule, and the next step: <c>is 800, expected at most n_fft (512). Lower it or raise n_fft.</c>
/// </param>
public sealed record OptionProblem(string Key, string Message);
