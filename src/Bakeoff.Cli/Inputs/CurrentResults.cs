using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Inputs;

/// <summary>Fingerprints of the results that the experiments' latest runs are made of.</summary>
internal static class CurrentResults
{
    /// <summary>Reads the record of every experiment under <c>artifacts/experiments</c>.</summary>
    /// <exception cref="StoreException">A record cannot be understood, so that nobody knows what it needs.</exception>
    public static IReadOnlySet<string> Read(Workspace workspace)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(workspace.ResultsFolder("any"))!;
        foreach (
            var path in Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, Workspace.RecordFile, SearchOption.AllDirectories)
                : [])
        {
            if (ExperimentRecord.TryRead(path) is not { } record)
            {
                throw new StoreException(
                    path,
                    new ErrorDetails("the record cannot be read")
                    {
                        Rule = "what the stage 'report' writes",
                        NextStep = "Remove the file if its experiment's results are not needed, or run the experiment again.",
                    });
            }

            found.UnionWith(record.Stages.Values.Select(s => s.Fingerprint));
        }

        return found;
    }
}
