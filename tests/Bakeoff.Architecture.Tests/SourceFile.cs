using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bakeoff.Architecture.Tests;

/// <summary>A C# file as the rules see it.</summary>
/// <param name="Path">Path from the repository's root, with forward slashes.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Visible">Namespaces whose types it can name without a prefix: its own,
/// those around it, those of its <c>using</c> lines.</param>
/// <param name="Facts">The types it defines and names, and the constructs that a rule forbids.</param>
internal sealed record SourceFile(
    string Path,
    IReadOnlyList<string> Lines,
    string Namespace,
    IReadOnlySet<string> Visible,
    SourceFacts Facts)
{
    /// <summary>The project: the folder below <c>src</c> or <c>tests</c>.</summary>
    public string Project { get; } = Path.Split('/')[1];

    /// <summary>True if the file is part of the product, not of its tests.</summary>
    public bool IsProduct { get; } = Path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>The first-level namespace of the project in which the file lies; null in the project's root namespace.</summary>
    public string? Room => RoomOf(Namespace);

    /// <summary>The room of this file's project that a namespace belongs to; null for the root namespace and for other projects.</summary>
    public string? RoomOf(string space) =>
        space.StartsWith(Project + '.', StringComparison.Ordinal) ? space[(Project.Length + 1)..].Split('.')[0] : null;

    /// <summary>Parses a file.</summary>
    public static SourceFile Parse(string path, string text)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var unit = CSharpSyntaxTree.ParseText(text, options).GetCompilationUnitRoot();
        var space = unit.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? string.Empty;
        var parts = space.Split('.');
        var visible = unit.Usings.Where(line => line.Alias is null).Select(line => line.NamespaceOrType.ToString())
            .Concat(Enumerable.Range(1, parts.Length).Select(count => string.Join('.', parts[..count])))
            .ToHashSet(StringComparer.Ordinal);
        return new SourceFile(path, text.TrimEnd('\n').Split('\n'), space, visible, SourceFacts.Read(unit));
    }
}
