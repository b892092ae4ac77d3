namespace Bakeoff.Options.Yaml;

/// <summary>Where a value was written: a place in a file, or an option on the command line.</summary>
/// <param name="Source">File as the user knows it, or the <c>--set</c> option as typed.</param>
/// <param name="Line">Line from 1; 0 for an option on the command line.</param>
/// <param name="Column">Column from 1; 0 for an option on the command line.</param>
public sealed record ValueOrigin(string Source, int Line, int Column)
{
    /// <summary>The value was not written anywhere: the default documented at the option holds.</summary>
    public static ValueOrigin Default { get; } = new("default", 0, 0);

    /// <summary>True when the value came from the command line.</summary>
    public bool IsCommandLine => Source.StartsWith("--set=", StringComparison.Ordinal);

    /// <summary><c>experiments/quickstart.yaml(7)</c>, <c>--set</c> or <c>default</c>.</summary>
    public override string ToString() => IsCommandLine ? "--set" : Line > 0 ? FormattableString.Invariant($"{Source}({Line})") : Source;
}
