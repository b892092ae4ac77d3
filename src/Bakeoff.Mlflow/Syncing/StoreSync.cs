using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Syncing;

/// <summary>Copies a store to another, such as a local folder to a server.</summary>
public static class StoreSync
{
    /// <summary>
    /// Copies all active experiments and runs with parameters, tags, points, data sets, artifacts, end states and parents, and the registered
    /// models with versions and aliases. Repeating it adds only what is missing; nothing is doubled, nothing in the target is removed.
    /// </summary>
    /// <param name="source">Store to copy from.</param>
    /// <param name="target">Store to copy to.</param>
    /// <param name="progress">Told one line for each run; may be null.</param>
    /// <param name="cancellationToken">Stops between two requests; what is missing is copied the next time.</param>
    /// <exception cref="MlflowException">One of the stores fails for good.</exception>
    public static async Task<SyncReport> SyncToAsync(this IMlflowStore source, IMlflowStore target, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var copies = new Dictionary<string, Run>(StringComparer.Ordinal);
        var originals = new Dictionary<string, Run>(StringComparer.Ordinal);
        int created = 0;
        int artifacts = 0;
        await foreach (Experiment experiment in source.SearchExperimentsAsync(new ExperimentQuery(), cancellationToken))
        {
            List<Run> runs = await source.SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.ExperimentId], OrderBy = ["start_time ASC"] }, cancellationToken).ToListAsync(cancellationToken);
            if (runs.Count == 0)
            {
                continue;
            }

            Experiment there = await target.GetOrCreateExperimentAsync(experiment.Name, cancellationToken);
            foreach ((string key, string value) in experiment.Tags.Where(tag => tag.Key != MlflowTags.ClientKey && there.Tags.GetValueOrDefault(tag.Key) != tag.Value))
            {
                await target.SetExperimentTagAsync(there.ExperimentId, key, value, cancellationToken);
            }

            foreach (Run run in runs)
            {
                string clientKey = run.Tags.GetValueOrDefault(MlflowTags.ClientKey, run.Info.RunId);
                Run? copy = await target.FindRunByClientKeyAsync(there.ExperimentId, clientKey, cancellationToken);
                bool isNew = copy is null;
                copy ??= await target.CreateRunAsync(Describe(run, there.ExperimentId, clientKey), cancellationToken);
                created += isNew ? 1 : 0;
                originals[run.Info.RunId] = run;
                copies[run.Info.RunId] = copy;
                await CopyValuesAsync(source, target, run, copy, isNew, cancellationToken);
                artifacts += await ArtifactCopy.RunAsync(source, target, run.Info.RunId, copy.Info.RunId, cancellationToken);
                progress?.Report($"{experiment.Name}/{run.Info.Name}: {(isNew ? "copied" : "up to date")}");
            }
        }

        await LinkParentsAsync(target, originals, copies, cancellationToken);
        int versions = await ModelCopy.RunAsync(source, target, originals, copies, cancellationToken);
        return new SyncReport(created, copies.Count - created, artifacts, versions);
    }

    private static NewRun Describe(Run run, string experimentId, string clientKey) => new()
    {
        ExperimentId = experimentId,
        Name = run.Info.Name,
        UserId = run.Info.UserId,
        StartTime = run.Info.StartTime,
        ClientKey = clientKey,
        Tags = [new(MlflowTags.CopiedFrom, run.Info.RunId)],
    };

    private static async Task CopyValuesAsync(IMlflowStore source, IMlflowStore target, Run run, Run copy, bool isNew, CancellationToken cancellationToken)
    {
        var points = new List<Metric>();
        foreach ((string key, Metric latest) in run.Metrics)
        {
            // The same latest point means the same curve, unless an earlier copy stopped in the middle; then the state is still missing.
            if (copy.Info.Status == run.Info.Status && copy.Metrics.TryGetValue(key, out Metric there) && there.Step == latest.Step && there.TimestampMs == latest.TimestampMs && run.Info.Status != RunStatus.Running)
            {
                continue;
            }

            points.AddRange(await source.GetMetricHistoryAsync(run.Info.RunId, key, cancellationToken).ToListAsync(cancellationToken));
        }

        string[] own = [MlflowTags.ClientKey, MlflowTags.RunName, MlflowTags.ParentRunId];
        var batch = new RunBatch
        {
            Metrics = points,
            Parameters = [.. run.Parameters.Where(p => !copy.Parameters.ContainsKey(p.Key))],
            Tags = [.. run.Tags.Where(t => !own.Contains(t.Key)).Select(t => Translate(t, run, copy)).Where(t => copy.Tags.GetValueOrDefault(t.Key) != t.Value)],
            MayBeStored = !isNew,
        };
        await target.LogBatchAsync(copy.Info.RunId, batch, cancellationToken);
        DatasetInput[] inputs = [.. run.Inputs.Where(input => !copy.Inputs.Any(there => there.Dataset.Name == input.Dataset.Name && there.Dataset.Digest == input.Dataset.Digest))];
        if (inputs.Length > 0)
        {
            await target.LogInputsAsync(copy.Info.RunId, inputs, cancellationToken);
        }

        if (run.Info.Status != copy.Info.Status || run.Info.EndTime != copy.Info.EndTime)
        {
            await target.UpdateRunAsync(copy.Info.RunId, new RunUpdate { Status = run.Info.Status, EndTime = run.Info.EndTime }, cancellationToken);
        }
    }

    // The list of logged models names the run that they are in.
    private static KeyValuePair<string, string> Translate(KeyValuePair<string, string> tag, Run run, Run copy) =>
        tag.Key == MlflowTags.LoggedModels ? new(tag.Key, tag.Value.Replace(run.Info.RunId, copy.Info.RunId, StringComparison.Ordinal)) : tag;

    private static async Task LinkParentsAsync(IMlflowStore target, Dictionary<string, Run> originals, Dictionary<string, Run> copies, CancellationToken cancellationToken)
    {
        foreach ((string id, Run run) in originals)
        {
            if (run.Tags.TryGetValue(MlflowTags.ParentRunId, out string? parent)
                && copies.TryGetValue(parent, out Run? parentCopy)
                && copies[id].Tags.GetValueOrDefault(MlflowTags.ParentRunId) != parentCopy.Info.RunId)
            {
                await target.SetTagAsync(copies[id].Info.RunId, MlflowTags.ParentRunId, parentCopy.Info.RunId, cancellationToken);
            }
        }
    }
}
