namespace Bakeoff.Options;

/// <summary>One thing wrong in a configuration file or in a <c>--set</c> option.</summary>
/// <param name="File">File as the user knows it, such as <c>experiments/quickstart.yaml</c>, or the <c>--set</c> option as typed.</param>
/// <param name="Line">Line from 1; 0 when the problem belongs to no line.</param>
/// <param name="Column">Column from 1; 0 when the problem belongs to no line.</param>
/// <param name="KeyPath">Dotted key, such as <c>features.n_fft</c>; empty for the file as a whole.</param>
/// <param name="Value">The value as written; null when there is none.</param>
/// <param name="Rule">What was expected, such as <c>a whole number from 1 to 512</c>; empty when the message alone says it.</param>
/// <param name="Message">The sentence for the user, without the place: what, actual value, rule, next step.</param>
public sealed record ConfigurationProblem(string File, int Line, int Column, string KeyPath, string? Value, string Rule, string Message)
{
    /// <summary>The place and the message on one line, as compilers print it.</summary>
    public override string ToString() =>
        Line > 0 ? FormattableString.Invariant($"{File}({Line},{Column}): {Message}") : $"{File}: {Message}";
}
