using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

/// <summary>Every C# file of the repository, read and parsed once for all rules.</summary>
internal static class Sources
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Parsed = new(() => Read("src").Concat(Read("tests")).ToList());

    /// <summary>The files below <c>src</c> and <c>tests</c>, in ordinal order of their paths.</summary>
    public static IReadOnlyList<SourceFile> All => Parsed.Value;

    /// <summary>The files below <c>src</c>.</summary>
    public static IEnumerable<SourceFile> Product => All.Where(file => file.IsProduct);

    /// <summary>The names of the projects below <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } = Directory
        .EnumerateDirectories(Path.Combine(Fixture.RepositoryRoot, "src"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
        .Select(folder => Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal)
        .ToList();

    private static IEnumerable<SourceFile> Read(string folder) => Directory
        .EnumerateFiles(Path.Combine(Fixture.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .AsParallel().AsOrdered()
        .Select(path => SourceFile.Parse(Path.GetRelativePath(Fixture.RepositoryRoot, path).Replace('\\', '/'), File.ReadAllText(path)));
}
