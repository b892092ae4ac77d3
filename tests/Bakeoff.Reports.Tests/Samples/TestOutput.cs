using Bakeoff.Testing;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>Where tests leave pages and pictures to look at.</summary>
internal static class TestOutput
{
    public static string Folder { get; } = Path.Combine(Fixture.RepositoryRoot, "artifacts", "test-output", "reports");

    public static string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
