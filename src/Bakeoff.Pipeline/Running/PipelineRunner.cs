using System.Diagnostics;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Running;

/// <summary>Runs the stages that need running, in order, and explains each decision.</summary>
public sealed class PipelineRunner
{
    private readonly ArtifactStore _store;
    private readonly CodeFingerprint _code;
    private readonly IPipelineObserver _observer;

    /// <summary>Creates a runner.</summary>
    /// <param name="store">Where results are kept.</param>
    /// <param name="code">Digests of the code behind each stage.</param>
    /// <param name="observer">Hears what happens.</param>
    public PipelineRunner(ArtifactStore store, CodeFingerprint code, IPipelineObserver observer)
    {
        _store = store;
        _code = code;
        _observer = observer;
    }

    /// <summary>Says where each stage up to a target stands, without running anything.</summary>
    /// <param name="graph">The stages.</param>
    /// <param name="target">Name of the last stage asked for.</param>
    /// <param name="previous">What the experiment used last, to explain changes against.</param>
    /// <returns>One status a stage, inputs first.</returns>
    public IReadOnlyList<StageStatus> Status(StageGraph graph, string target, ExperimentRecord previous)
    {
        var run = new PipelineRun(graph, previous, new Dictionary<string, StoreEntry>(StringComparer.Ordinal), CancellationToken.None);
        var statuses = new List<StageStatus>();
        foreach (var stage in graph.UpTo(target))
        {
            var status = StatusOf(stage, run);
            statuses.Add(status);
            if (status.Entry is not null)
            {
                run.Found[stage.Name] = status.Entry;
            }
        }

        return statuses;
    }

    /// <summary>Runs what is not done up to a target.</summary>
    /// <param name="graph">The stages.</param>
    /// <param name="target">Name of the last stage to run.</param>
    /// <param name="previous">What the experiment used last, to explain changes against.</param>
    /// <param name="force">Runs the target even when its result is there; its inputs only when they are not done.</param>
    /// <param name="cancellationToken">Ends the run; finished stages stay finished.</param>
    /// <returns>The entry of each stage, inputs first.</returns>
    public async Task<IReadOnlyList<StoreEntry>> RunAsync(StageGraph graph, string target, ExperimentRecord previous, bool force, CancellationToken cancellationToken)
    {
        var run = new PipelineRun(graph, previous, new Dictionary<string, StoreEntry>(StringComparer.Ordinal), cancellationToken);
        var stages = graph.UpTo(target);
        foreach (var stage in stages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Found[stage.Name] = await EnsureAsync(stage, run, force && stage.Name == target).ConfigureAwait(false);
        }

        return [.. stages.Select(s => run.Found[s.Name])];
    }

    /// <summary>What a stage's fingerprint is made of apart from the results it reads: its parameters, sources and code.</summary>
    public FingerprintContent Describe(IStage stage) => ContentOf(stage, [], NoInputs);

    private StoreEntry UpToDate(IStage stage, StoreEntry entry)
    {
        _observer.StageUpToDate(stage, entry);
        return entry;
    }

    /// <summary>The stage's result: found, or computed from sound inputs, which are made anew first where they are damaged.</summary>
    private async Task<StoreEntry> EnsureAsync(IStage stage, PipelineRun run, bool forced)
    {
        while (true)
        {
            var status = StatusOf(stage, run);
            if (status.Entry is not null && !forced)
            {
                return UpToDate(stage, status.Entry);
            }

            var (entry, damaged) = await ComputeAsync(stage, status, run, forced).ConfigureAwait(false);
            if (entry is not null)
            {
                return entry;
            }

            run.Found[damaged!.Name] = await EnsureAsync(damaged, run, forced: false).ConfigureAwait(false);
        }
    }

    /// <returns>The result, or else the first input that is damaged.</returns>
    private async Task<(StoreEntry? Entry, IStage? Damaged)> ComputeAsync(IStage stage, StageStatus status, PipelineRun run, bool forced)
    {
        var content = status.Content ?? throw new InvalidOperationException($"stage '{stage.Name}' is run before its inputs.");
        var fingerprint = content.ComputeDigest();
        using var held = await _store.LockAsync(stage.Name, fingerprint, () => _observer.StageWaiting(stage), run.CancellationToken).ConfigureAwait(false);

        // Another process may have finished the same work while this one waited for the lock.
        if (_store.Find(stage.Name, fingerprint) is { } existing)
        {
            if (existing.FindDamage() is { } fault)
            {
                _observer.EntryDamaged(stage, fault, _store.SetAside(existing.Folder));
            }
            else if (!forced)
            {
                return (UpToDate(stage, existing), null);
            }
        }

        if (FindDamagedInput(stage, run) is { } damaged)
        {
            return (null, damaged);
        }

        _observer.StageStarting(stage, forced ? [] : status.Reasons);
        return (await RunAsync(stage, content, fingerprint, run).ConfigureAwait(false), null);
    }

    private async Task<StoreEntry> RunAsync(IStage stage, FingerprintContent content, string fingerprint, PipelineRun run)
    {
        var pending = _store.BeginEntry(stage.Name, fingerprint);
        try
        {
            var inputs = stage.Inputs.ToDictionary(i => i, i => run.Found[i], StringComparer.Ordinal);
            var context = new StageContext(fingerprint, pending, _store.ScratchFolderOf(stage.Name, fingerprint), inputs, new ObserverProgress(_observer, stage));
            var started = Stopwatch.GetTimestamp();
            await stage.RunAsync(context, run.CancellationToken).ConfigureAwait(false);
            run.CancellationToken.ThrowIfCancellationRequested();
            var entry = _store.Commit(pending, content, context.ExternalItems, Stopwatch.GetElapsedTime(started).TotalSeconds);
            _observer.StageFinished(stage, entry);
            return entry;
        }
        catch
        {
            ArtifactStore.Abandon(pending);
            throw;
        }
    }

    /// <summary>A stage never computes from damaged inputs: contents are compared with their digests just before they are read.</summary>
    private IStage? FindDamagedInput(IStage stage, PipelineRun run)
    {
        foreach (var input in stage.Inputs)
        {
            if (run.Found[input].FindDamageDeep() is { } fault)
            {
                _observer.EntryDamaged(run.Graph[input], fault, _store.SetAside(run.Found[input].Folder));
                return run.Graph[input];
            }
        }

        return null;
    }

    private StageStatus StatusOf(IStage stage, PipelineRun run)
    {
        var before = run.Previous.Stages.GetValueOrDefault(stage.Name);
        var waitingFor = stage.Inputs.Where(i => !run.Found.ContainsKey(i)).ToList();
        if (waitingFor.Count > 0)
        {
            IReadOnlyList<RerunReason> known = before is null
                ? []
                : FingerprintDifference.Between(before.Content, ContentOf(stage, run.Found, before.Content.Inputs), SourceNames(stage));
            return new StageStatus(stage, before is null ? StageState.Missing : StageState.Stale, [.. known, new WaitingForInputs(waitingFor)], Content: null, Entry: null);
        }

        var content = ContentOf(stage, run.Found, NoInputs);
        var entry = _store.Find(stage.Name, content.ComputeDigest());
        if (entry is not null)
        {
            return entry.FindDamage() is { } damage
                ? new StageStatus(stage, StageState.Stale, [new ResultDamaged(damage)], content, Entry: null)
                : new StageStatus(stage, StageState.Done, [], content, entry);
        }

        if (before is null)
        {
            return new StageStatus(stage, StageState.Missing, [new NotRunYet()], content, Entry: null);
        }

        var reasons = Explain(stage, before, content, run);
        return new StageStatus(stage, StageState.Stale, reasons.Count > 0 ? reasons : [new ResultGone()], content, Entry: null);
    }

    private static readonly IReadOnlyDictionary<string, string> NoInputs = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <param name="stage">The stage.</param>
    /// <param name="found">Results of its inputs that are there.</param>
    /// <param name="assumed">Digests for inputs that are not, to compare all the rest; the content is then no key.</param>
    private FingerprintContent ContentOf(IStage stage, Dictionary<string, StoreEntry> found, IReadOnlyDictionary<string, string> assumed)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in stage.Inputs)
        {
            if (found.TryGetValue(input, out var entry))
            {
                inputs[input] = entry.Record.ComputeOutputDigest();
            }
            else if (assumed.TryGetValue(input, out var digest))
            {
                inputs[input] = digest;
            }
        }

        for (var i = 0; i < stage.ExternalInputs.Count; i++)
        {
            inputs[FingerprintContent.SourceKey(i)] = stage.ExternalInputs[i].Digest;
        }

        var parameters = new SortedDictionary<string, string>(stage.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        return new FingerprintContent { Stage = stage.Name, Parameters = parameters, Inputs = inputs, Code = _code.Of(stage.CodeRoots) };
    }

    private IReadOnlyList<RerunReason> Explain(IStage stage, ExperimentStageRecord before, FingerprintContent now, PipelineRun run) =>
    [
        .. FingerprintDifference.Between(before.Content, now, SourceNames(stage)).Select(reason => reason switch
        {
            InputStageChanged { Change: ItemChange.Changed } input => ExplainInput(input, run),
            SourceChanged source => ExplainSource(source, stage, before),
            _ => reason,
        }),
    ];

    private static IReadOnlyList<string> SourceNames(IStage stage) => [.. stage.ExternalInputs.Select(s => s.Name)];

    /// <summary>Names the files that changed where the earlier run left them by name, else just the source.</summary>
    private RerunReason ExplainSource(SourceChanged reason, IStage stage, ExperimentStageRecord before)
    {
        var source = stage.ExternalInputs.Where((_, i) => FingerprintContent.SourceKey(i) == reason.Key).FirstOrDefault();
        if (source is not { Items.Count: > 0 } || _store.Find(stage.Name, before.Fingerprint) is not { } old)
        {
            return reason;
        }

        var prefix = source.ItemsFolder.Length == 0 ? string.Empty : source.ItemsFolder + "/";
        var items = old.Record.Items()
            .Where(i => i.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(i => i.Key[prefix.Length..], i => i.Value, StringComparer.Ordinal);
        var changed = FingerprintDifference.BetweenItems(items, source.Items);
        return items.Count > 0 && changed.Count > 0 ? new InputItemsChanged(source.Name, changed) : reason;
    }

    /// <summary>Names the files that changed where the earlier result is still in the store, else just the input.</summary>
    private RerunReason ExplainInput(InputStageChanged reason, PipelineRun run)
    {
        var found = run.Found[reason.Stage];
        if (!run.Previous.Stages.TryGetValue(reason.Stage, out var earlier) || _store.Find(reason.Stage, earlier.Fingerprint) is not { } old || old.Folder == found.Folder)
        {
            return reason;
        }

        var changed = FingerprintDifference.BetweenItems(old.Record.Items(), found.Record.Items());
        return changed.Count > 0 ? new InputItemsChanged(reason.Stage, changed) : reason;
    }

    /// <summary>One run: what it goes through, what it has found so far, and what ends it.</summary>
    private sealed record PipelineRun(StageGraph Graph, ExperimentRecord Previous, Dictionary<string, StoreEntry> Found, CancellationToken CancellationToken);

    private sealed class ObserverProgress(IPipelineObserver _observer, IStage stage) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => _observer.StageProgressed(stage, value);
    }
}
