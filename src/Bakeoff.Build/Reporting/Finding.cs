namespace Bakeoff.Build.Reporting;

/// <summary>An error or a warning in the form that MSBuild and editors read: <c>file(line,column): error BAK0001: text</c>.</summary>
/// <param name="Code">Its code; see <see cref="FindingCodes"/>.</param>
/// <param name="File">Full path of the file to open.</param>
/// <param name="Text">What is wrong and what to do about it.</param>
internal sealed record Finding(string Code, string File, string Text)
{
    /// <summary>Line from 1; 0 when the file as a whole is meant.</summary>
    public int Line { get; init; }

    /// <summary>Column from 1; 0 when the file as a whole is meant.</summary>
    public int Column { get; init; }

    /// <summary>True if the build goes on.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The finding on one line, as MSBuild reads it.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? FormattableString.Invariant($"{File}({Line},{Column})") : File;
        return $"{place}: {(IsWarning ? "warning" : "error")} {Code}: {OnOneLine(Text)}";
    }

    // MSBuild reads one line a finding; lists of reasons are indented lines.
    private static string OnOneLine(string text) =>
        string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
