using System.Globalization;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Pages;

/// <summary>
/// A copy of a folder of runs in SQLite, which MLflow 3 prefers. It is made again when the folder has changed since; the pictures, models
/// and other files of the runs stay in the folder.
/// </summary>
internal sealed class PageDatabase
{
    private const string Pattern = "mlflow-*.db";
    private readonly string _root;
    private readonly string _runs;
    private readonly string _path;

    /// <summary>Names the copy that shows the folder as it is now.</summary>
    /// <param name="workspace">The project; the copy is in its cache.</param>
    /// <param name="runs">Folder of the runs.</param>
    public PageDatabase(Workspace workspace, string runs)
    {
        _root = workspace.Root;
        _runs = runs;
        var latest = Directory
            .EnumerateFiles(runs, "*", SearchOption.AllDirectories)
            .Select(File.GetLastWriteTimeUtc)
            .DefaultIfEmpty()
            .Max();
        _path = Path.Combine(workspace.CacheFolder, string.Create(CultureInfo.InvariantCulture, $"mlflow-{latest:yyyyMMddHHmmssfffffff}.db"));
    }

    /// <summary>Address for MLflow.</summary>
    public string Address => "sqlite:///" + _path;

    /// <summary>Makes the copy unless it is there, and removes those of earlier states of the folder.</summary>
    /// <param name="program">MLflow 3.10 or later, which makes it.</param>
    /// <param name="output">Receives what is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False if MLflow failed; its own lines say why.</returns>
    public async Task<bool> MakeAsync(MlflowProgram program, TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
        {
            await output.WriteLineAsync($"ui: copying {_runs} to SQLite; what is changed on the pages stays in the copy");
            var folder = Path.GetDirectoryName(_path)!;
            Directory.CreateDirectory(folder);
            foreach (var former in Directory.EnumerateFiles(folder, Pattern))
            {
                File.Delete(former);
            }

            var pending = _path + ".new";
            File.Delete(pending);
            var migration = await program
                .Run(_root, "migrate-filestore", "--source", _runs, "--target", "sqlite:///" + pending)
                .ExecuteAsync(cancellationToken);
            if (migration.ExitCode != 0)
            {
                File.Delete(pending);
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"ui: migrate-filestore ended with exit code {migration.ExitCode}, expected 0. Its own lines above say why; here is "
                            + $"the folder itself."));
                return false;
            }

            File.Move(pending, _path);
        }

        return true;
    }
}
