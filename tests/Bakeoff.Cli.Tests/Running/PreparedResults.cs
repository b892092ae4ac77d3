namespace Bakeoff.Cli.Tests.Running;

/// <summary>
/// The results of the experiment <c>tiny</c> up to a stage, computed once for all tests and copied into the project of each.
/// </summary>
/// <remarks>
/// For tests about what follows those results. Runs in <c>mlruns</c> are not copied: they name the folder that they were made in.
/// </remarks>
internal static class PreparedResults
{
    private static readonly string[] Stages = ["index", "split", "featurize", "train", "evaluate", "report"];
    private static readonly Lazy<string>[] Folders = [.. Stages.Select((_, index) => new Lazy<string>(() => Compute(index)))];
    private static readonly string Root = CreateRoot();

    /// <summary>Copies the results up to a stage into a project that has none yet.</summary>
    public static void CopyTo(string root, string stage)
    {
        var index = Array.IndexOf(Stages, stage);
        index.ShouldBeGreaterThanOrEqualTo(0, stage);
        Copy(Folders[index].Value, Path.Combine(root, "artifacts"));
    }

    private static string Compute(int index)
    {
        using var project = new Project();
        if (index > 0)
        {
            Copy(Folders[index - 1].Value, Path.Combine(project.Root, "artifacts"));
        }

        project.Succeed(Stages[index], "-e", "tiny");
        var folder = Path.Combine(Root, Stages[index]);
        Copy(Path.Combine(project.Root, "artifacts"), folder);
        return folder;
    }

    private static string CreateRoot()
    {
        var root = Directory.CreateTempSubdirectory("bakeoff-prepared-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
        }
    }
}
