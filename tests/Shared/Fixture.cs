
namespace Bakeoff.Testing;

/// <summary>Finds files below <c>tests/fixtures</c>, from wherever a test assembly runs.</summary>
internal static class Fixture
{
    /// <summary>The repository's root: the nearest folder above the test assembly that holds Bakeoff.slnx.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Full path of a fixture, such as <c>Fixture.Path("features/OAF_back_sad.json")</c>.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(RepositoryRoot, "tests", "fixtures", relative);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Bakeoff.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"No Bakeoff.slnx above {AppContext.BaseDirectory}. Run the tests from a checkout of the repository.");
    }
}
