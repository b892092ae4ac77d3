using System.Collections.Immutable;
using System.Diagnostics;
using Bakeoff.Options.Files;
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
    /// <param name="observer">Receives the events of each run.</param>
    public PipelineRunner(ArtifactStore store, CodeFingerprint code, IPipelineObserver observer)
    {
        _store = store;
        _code = code;
        _observer = observer;
    }

    /// <summary>The state of each stage up to a target; runs nothing.</summary>
    /// <param name="graph">The stages.</param>
    /// <param name="target">Name of the last stage asked for.</param>
    /// <param name="previous">The latest runs of the experiment, against which changes are explained.</param>
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
    /// <param name="previous">The latest runs of the experiment, against which changes are explained.</param>
    /// <param name="force">Runs the target even when its result is there; its inputs only when they are not done.</param>
    /// <param name="cancellationToken">Ends the run; finished stages stay finished.</param>
    /// <returns>The entry of each stage, inputs first.</returns>
    public async Task<IReadOnlyList<StoreEntry>> RunAsync(
        StageGraph graph, string target, ExperimentRecord previous, bool force, CancellationToken cancellationToken)
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

    /// <summary>The content of a stage's fingerprint without the results that it reads: its parameters, sources and code.</summary>
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
        using var held = await _store
            .LockAsync(stage.Name, fingerprint, () => _observer.StageWaiting(stage), run.CancellationToken)
            .ConfigureAwait(false);

        // Another process may have finished the same work while this one waited for the lock.
        if (_store.Find(stage.Name, fingerprint) is { } existing)
        {
            if (existing.FindDamage() is { } damage)
            {
                _observer.EntryDamaged(stage, damage, _store.SetAside(existing.Folder));
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
            var scratch = _store.ScratchFolderOf(stage.Name, fingerprint);
            var context = new StageContext(fingerprint, pending, scratch, inputs, new ObserverProgress(_observer, stage));
            var started = Stopwatch.GetTimestamp();
            await stage.RunAsync(context, run.CancellationToken).ConfigureAwait(false);
            run.CancellationToken.ThrowIfCancellationRequested();
            var entry = _store.Commit(
                pending,
                content,
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                context.ExternalItems,
                context.Summary);
            _observer.StageFinished(stage, entry);
            return entry;
        }
        catch
        {
            AtomicFolder.TryDelete(pending);
            throw;
        }
    }

    /// <summary>A stage never computes from damaged inputs: contents are compared with their digests just before they are read.</summary>
    private IStage? FindDamagedInput(IStage stage, PipelineRun run)
    {
        foreach (var input in stage.Inputs)
        {
            if (run.Found[input].FindDamageDeep() is { } damage)
            {
                _observer.EntryDamaged(run.Graph[input], damage, _store.SetAside(run.Found[input].Folder));
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
                : FingerprintDifference.Between(
                    before.Content,
                    ContentOf(stage, run.Found, before.Content.Inputs),
                    SourceNames(stage, run.Found));
            var state = before is null ? StageState.Missing : StageState.Stale;
            return new StageStatus(stage, state, [.. known, new WaitingForInputs(waitingFor)], Content: null, Entry: null);
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

        // Until all inputs are there, those sources are assumed that only they can tell.
        var areKnown = stage.Inputs.All(found.ContainsKey);
        var sources = SourcesOf(stage, found);
        foreach (var (key, digest) in areKnown ? [] : assumed.Where(static input => FingerprintContent.IsSourceKey(input.Key)))
        {
            inputs[key] = digest;
        }

        for (var i = 0; i < sources.Count; i++)
        {
            inputs[FingerprintContent.SourceKey(i)] = sources[i].Digest;
        }

        return new FingerprintContent
        {
            Stage = stage.Name,
            Parameters = stage.Parameters.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Inputs = inputs,
            Code = _code.Of(stage.CodeRoots),
        };
    }

    private IReadOnlyList<RerunReason> Explain(IStage stage, ExperimentStageRecord before, FingerprintContent now, PipelineRun run) =>
    [
        .. FingerprintDifference.Between(before.Content, now, SourceNames(stage, run.Found)).Select(reason => reason switch
        {
            InputStageChanged { Change: ItemChange.Changed } input => ExplainInput(input, run),
            SourceChanged source => ExplainSource(source, stage, before),
            _ => reason,
        }),
    ];

    private static IReadOnlyList<ExternalInput> SourcesOf(IStage stage, Dictionary<string, StoreEntry> found) =>
        stage.Inputs.All(found.ContainsKey) ? stage.ExternalInputsGiven(found) : stage.ExternalInputs;

    private static IReadOnlyList<string> SourceNames(IStage stage, Dictionary<string, StoreEntry> found) =>
        [.. SourcesOf(stage, found).Select(static source => source.Name)];

    /// <summary>Names the files that changed where the earlier run left them by name, else just the source.</summary>
    private RerunReason ExplainSource(SourceChanged reason, IStage stage, ExperimentStageRecord before)
    {
        var source = stage.ExternalInputs.Where((_, i) => FingerprintContent.SourceKey(i) == reason.Key).FirstOrDefault();
        if (source is not { Items.Count: > 0, ItemsFolder.Length: > 0 } || _store.Find(stage.Name, before.Fingerprint) is not { } old)
        {
            return reason;
        }

        var prefix = source.ItemsFolder + "/";
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
        if (!run.Previous.Stages.TryGetValue(reason.Stage, out var earlier)
            || _store.Find(reason.Stage, earlier.Fingerprint) is not { } old
            || old.Folder == found.Folder)
        {
            return reason;
        }

        var changed = FingerprintDifference.BetweenItems(old.Record.Items(), found.Record.Items());
        return changed.Count > 0 ? new InputItemsChanged(reason.Stage, changed) : reason;
    }

    /// <summary>One run: its stages, the results found so far, and the token that ends it.</summary>
    private sealed record PipelineRun(
        StageGraph Graph,
        ExperimentRecord Previous,
        Dictionary<string, StoreEntry> Found,
        CancellationToken CancellationToken);

    private sealed class ObserverProgress(IPipelineObserver observer, IStage stage) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => observer.StageProgressed(stage, value);
    }
}
