using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Syncing;

/// <summary>Copies a store to another, such as a local folder to a server.</summary>
public static class StoreSync
{
    /// <summary>
    /// Copies all active experiments and runs with parameters, tags, points, data sets, artifacts, end states and parents, and the
    /// registered models with versions and aliases. Repeating it adds only what is missing; nothing is doubled, nothing in the target is
    /// removed.
    /// </summary>
    /// <param name="source">Store to copy from.</param>
    /// <param name="target">Store to copy to.</param>
    /// <param name="progress">Receives one line for each run, and for each that is left out; may be null.</param>
    /// <param name="restoreDeleted">
    /// True to restore experiments that are deleted in the target; false to leave them and their runs out.
    /// </param>
    /// <param name="cancellationToken">Stops between two requests; the rest is copied the next time.</param>
    /// <exception cref="MlflowException">One of the stores fails for good.</exception>
    public static async Task<SyncReport> SyncToAsync(
        this IMlflowStore source,
        IMlflowStore target,
        IProgress<string>? progress = null,
        bool restoreDeleted = false,
        CancellationToken cancellationToken = default)
    {
        var copies = new Dictionary<string, Run>(StringComparer.Ordinal);
        var originals = new Dictionary<string, Run>(StringComparer.Ordinal);
        int created = 0;
        int artifacts = 0;
        IAsyncEnumerable<Experiment> experiments = source.SearchExperimentsAsync(new ExperimentQuery(), cancellationToken);
        await foreach (Experiment experiment in experiments.ConfigureAwait(false))
        {
            var query = new RunQuery { ExperimentIds = [experiment.ExperimentId], OrderBy = ["start_time ASC"] };
            List<Run> runs = await source.SearchRunsAsync(query, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (runs.Count == 0)
            {
                continue;
            }

            Experiment counterpart;
            try
            {
                counterpart = await target
                    .GetOrCreateExperimentAsync(experiment.Name, restoreDeleted, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.InvalidState)
            {
                progress?.Report($"left out: {exception.Message}");
                continue;
            }

            await CopyTagsAsync(target, experiment, counterpart, cancellationToken).ConfigureAwait(false);
            foreach (Run run in runs)
            {
                string clientKey = run.Tags.GetValueOrDefault(MlflowTags.ClientKey, run.Info.RunId);
                Run? copy = await target
                    .FindRunByClientKeyAsync(counterpart.ExperimentId, clientKey, cancellationToken)
                    .ConfigureAwait(false);
                bool isNew = copy is null;
                copy ??= await target
                    .CreateRunAsync(Describe(run, counterpart.ExperimentId, clientKey), cancellationToken)
                    .ConfigureAwait(false);
                created += isNew ? 1 : 0;
                originals[run.Info.RunId] = run;
                copies[run.Info.RunId] = copy;
                await CopyValuesAsync(source, target, run, copy, isNew, cancellationToken).ConfigureAwait(false);
                artifacts += await ArtifactCopy
                    .RunAsync(source, target, run.Info.RunId, copy.Info.RunId, cancellationToken)
                    .ConfigureAwait(false);
                progress?.Report($"{experiment.Name}/{run.Info.Name}: {(isNew ? "copied" : "up to date")}");
            }
        }

        await LinkParentsAsync(target, originals, copies, cancellationToken).ConfigureAwait(false);
        int versions = await new ModelCopy(source, target, originals, copies).RunAsync(cancellationToken).ConfigureAwait(false);
        foreach (string message in (source as IFolderStore)?.Skipped ?? [])
        {
            progress?.Report($"left out: {message}");
        }

        return new SyncReport(created, copies.Count - created, artifacts, versions);
    }

    private static async Task CopyTagsAsync(
        IMlflowStore target, Experiment experiment, Experiment counterpart, CancellationToken cancellationToken)
    {
        foreach ((string key, string value) in experiment.Tags)
        {
            if (key != MlflowTags.ClientKey && counterpart.Tags.GetValueOrDefault(key) != value)
            {
                await target.SetExperimentTagAsync(counterpart.ExperimentId, key, value, cancellationToken).ConfigureAwait(false);
            }
        }
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

    private static async Task CopyValuesAsync(
        IMlflowStore source, IMlflowStore target, Run run, Run copy, bool isNew, CancellationToken cancellationToken)
    {
        var points = new List<Metric>();
        foreach ((string key, Metric latest) in run.Metrics)
        {
            if (!IsCopied(run, copy, latest))
            {
                IAsyncEnumerable<Metric> history = source.GetMetricHistoryAsync(run.Info.RunId, key, cancellationToken);
                points.AddRange(await history.ToListAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        string[] own = [MlflowTags.ClientKey, MlflowTags.RunName, MlflowTags.ParentRunId];
        IEnumerable<KeyValuePair<string, string>> tags = run.Tags
            .Where(tag => !own.Contains(tag.Key))
            .Select(tag => Translate(tag, run, copy))
            .Where(tag => copy.Tags.GetValueOrDefault(tag.Key) != tag.Value);
        var batch = new RunBatch
        {
            Metrics = points,
            Parameters = [.. run.Parameters.Where(parameter => !copy.Parameters.ContainsKey(parameter.Key))],
            Tags = [.. tags],
            MayBeStored = !isNew,
        };
        await target.LogBatchAsync(copy.Info.RunId, batch, cancellationToken).ConfigureAwait(false);
        string[] errors = [MlflowTags.ErrorType, MlflowTags.ErrorMessage];
        foreach (string key in errors.Where(key => copy.Tags.ContainsKey(key) && !run.Tags.ContainsKey(key)))
        {
            await target.DeleteTagAsync(copy.Info.RunId, key, cancellationToken).ConfigureAwait(false);
        }

        DatasetInput[] inputs = [.. run.Inputs.Where(input => !copy.Inputs.Any(known => IsSame(known.Dataset, input.Dataset)))];
        if (inputs.Length > 0)
        {
            await target.LogInputsAsync(copy.Info.RunId, inputs, cancellationToken).ConfigureAwait(false);
        }

        if (run.Info.Status != copy.Info.Status || run.Info.EndTime != copy.Info.EndTime)
        {
            var update = new RunUpdate { Status = run.Info.Status, EndTime = run.Info.EndTime };
            await target.UpdateRunAsync(copy.Info.RunId, update, cancellationToken).ConfigureAwait(false);
        }
    }

    // The same latest point means the same history, unless an earlier copy stopped in the middle; then the end state is still missing.
    private static bool IsCopied(Run run, Run copy, Metric latest) =>
        run.Info.Status != RunStatus.Running
        && copy.Info.Status == run.Info.Status
        && copy.Metrics.TryGetValue(latest.Key, out Metric known)
        && (known.Step, known.TimestampMs) == (latest.Step, latest.TimestampMs);

    private static bool IsSame(Dataset first, Dataset second) => (first.Name, first.Digest) == (second.Name, second.Digest);

    // The list of logged models names the run that they are in.
    private static KeyValuePair<string, string> Translate(KeyValuePair<string, string> tag, Run run, Run copy) =>
        tag.Key == MlflowTags.LoggedModels
            ? new(tag.Key, tag.Value.Replace(run.Info.RunId, copy.Info.RunId, StringComparison.Ordinal))
            : tag;

    private static async Task LinkParentsAsync(
        IMlflowStore target, Dictionary<string, Run> originals, Dictionary<string, Run> copies, CancellationToken cancellationToken)
    {
        foreach ((string id, Run run) in originals)
        {
            if (run.Tags.TryGetValue(MlflowTags.ParentRunId, out string? parent)
                && copies.TryGetValue(parent, out Run? parentCopy)
                && copies[id].Tags.GetValueOrDefault(MlflowTags.ParentRunId) != parentCopy.Info.RunId)
            {
                string child = copies[id].Info.RunId;
                await target
                    .SetTagAsync(child, MlflowTags.ParentRunId, parentCopy.Info.RunId, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }
}
