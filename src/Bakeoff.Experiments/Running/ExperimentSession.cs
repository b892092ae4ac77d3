using System.Reflection;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Experiments.Train;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Registering;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>One experiment, opened: its stages can be looked at and run.</summary>
public sealed class ExperimentSession : IAsyncDisposable
{
    /// <summary>Assemblies whose code can decide a result; those that add kinds follow them.</summary>
    private static readonly IReadOnlyList<string> ResultAssemblies =
        [
            "Bakeoff.Numerics",
            "Bakeoff.Options",
            "Bakeoff.Pipeline",
            "Bakeoff.Audio",
            "Bakeoff.Neural",
            "Bakeoff.Classifiers",
            "Bakeoff.Corpora",
            "Bakeoff.Models",
            "Bakeoff.Evaluation",
            "Bakeoff.Reports",
            "Bakeoff.Experiments",
        ];

    /// <summary>Assemblies that carry results and never make them, or make none of recordings in WAV or FLAC.</summary>
    private static readonly string[] CarryingAssemblies = ["Bakeoff.Mlflow", "Bakeoff.Codecs"];

    private readonly Workspace _workspace;
    private readonly StageGraph _graph;
    private readonly ArtifactStore _store;
    private readonly CodeFingerprint _code;
    private readonly WorkerPool _pool;
    private readonly TrackingContext _tracking;
    private readonly FileDigestCache _digests;
    private readonly ExperimentSetup _setup;
    private readonly TrainingRecorder _recorder;
    private readonly EnsembleMembers? _members;

    private ExperimentSession(
        ExperimentSetup setup,
        StageGraph graph,
        TrackingContext tracking,
        FileDigestCache digests,
        TrainingRecorder recorder,
        (ArtifactStore Store, EnsembleMembers? Members) read)
    {
        _workspace = setup.Workspace;
        Experiment = setup.Experiment;
        _setup = setup;
        _recorder = recorder;
        _graph = graph;
        _pool = setup.Pool;
        _tracking = tracking;
        _digests = digests;
        (_store, _members) = read;
        _code = ReadCode(Path.Combine(_workspace.CacheFolder, "code-fingerprints.json"), OptionKinds.RegisteredFor(Experiment.Options));
    }

    /// <summary>The experiment as resolved.</summary>
    public ResolvedExperiment Experiment { get; }

    /// <summary>The project that the experiment belongs to.</summary>
    internal Workspace Workspace => _workspace;

    /// <summary>Its descriptions, its commit and the works to cite for its corpora.</summary>
    internal ReportPlace Place => ReportPlace.From(_setup);

    /// <summary>Where runs are recorded.</summary>
    internal IMlflowStore Tracking => _tracking.Store;

    /// <summary>Fingerprints of the running program's code, as stages count it.</summary>
    /// <param name="cachePath">File that remembers them between runs; null for none.</param>
    /// <param name="added">Assemblies that add kinds and take part.</param>
    public static CodeFingerprint ReadCode(string? cachePath, IReadOnlyCollection<Assembly> added) =>
        new(
            AppContext.BaseDirectory,
            [.. ResultAssemblies, .. added.Select(static assembly => assembly.GetName().Name!).Order(StringComparer.Ordinal)],
            CarryingAssemblies,
            cachePath);

    // Of what a variant has not run yet, what differs from the plain experiment is the reason to run.
    private ExperimentRecord ReadRecord() => ReadRecord(Experiment.Name).Over(ReadRecord(VariantNames.PlainOf(Experiment.Name)));

    private ExperimentRecord ReadRecord(string name) =>
        ExperimentRecord.ReadOrEmpty(Path.Combine(_workspace.ResultsFolder(name), Workspace.RecordFile));

    /// <summary>Reads an experiment and everything it names.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="sets">Overrides, <c>key=value</c> each.</param>
    /// <param name="threads">Threads to compute with; 0 means one a processor.</param>
    /// <exception cref="ConfigurationException">The YAML or an override breaks a rule; holds every problem.</exception>
    public static ExperimentSession Open(Workspace workspace, string name, IReadOnlyList<string> sets, int threads) =>
        Open(workspace, ExperimentReader.Read(workspace.Root, name, sets), threads, parent: null);

    /// <summary>Opens an experiment that was read before, such as a member of a sweep.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="threads">Threads to compute with; 0 means one a processor.</param>
    /// <param name="parent">MLflow run that a training becomes a child of; null for none.</param>
    public static ExperimentSession Open(Workspace workspace, ResolvedExperiment experiment, int threads, RunReference? parent) =>
        Open(workspace, experiment, threads, parent, new ServerState());

    /// <summary>Opens a member of a sweep, whose members share what is known about the tracking server.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">The member.</param>
    /// <param name="threads">Threads to compute with; 0 means one a processor.</param>
    /// <param name="parent">MLflow run that a training becomes a child of; null for none.</param>
    /// <param name="server">State of the server.</param>
    /// <param name="look">The look that this session is a part of; null for one that computes.</param>
    internal static ExperimentSession Open(
        Workspace workspace,
        ResolvedExperiment experiment,
        int threads,
        RunReference? parent,
        ServerState server,
        SharedLook? look = null)
    {
        var digests = look?.Digests ?? new FileDigestCache(Path.Combine(workspace.CacheFolder, "file-digests.json"), TimeProvider.System);
        var recorder = new TrainingRecorder();
        var pool = new WorkerPool(threads > 0 ? threads : Environment.ProcessorCount);
        var setup = look is null
            ? ExperimentSetup.Open(workspace, experiment, digests, pool, recorder)
            : ExperimentSetup.Open(workspace, experiment, look.CorporaOf(experiment), digests, pool, recorder);
        var members = experiment.Options.Ensemble is null ? null : new EnsembleMembers(workspace, experiment, threads, (server, look));
        setup = members is null ? setup : setup with { Members = members.Find };
        var tracking = new TrackingContext(TrackingStore.Open(workspace), experiment, RunMemory.Of(workspace), setup.Git)
        {
            Parent = parent,
            Ffmpeg = setup.Corpora.Ffmpeg,
            Server = server,
        };
        var graph = new StageGraph(
        [
            .. ExperimentStages.All.Select(stage => TrackedStages.Wrap(stage.Create(setup), tracking, recorder)),
            .. AlterStage.All(setup, digests),
        ]);
        var store = look?.Store ?? new ArtifactStore(workspace.StoreFolder, TimeProvider.System);
        return new ExperimentSession(setup, graph, tracking, digests, recorder, (store, members));
    }

    /// <summary>Refuses an ensemble where features of its own are needed.</summary>
    /// <param name="purpose">What needs them.</param>
    /// <exception cref="StageFailedException">It is an ensemble.</exception>
    internal void RequireFeatures(string purpose)
    {
        if (_members is not null)
        {
            throw _members.Refuse(purpose);
        }
    }

    /// <summary>Where each stage up to a target stands, without running anything.</summary>
    public IReadOnlyList<StageStatus> Status(string target)
    {
        _members?.Forget();
        return Runner(SilentObserver.Instance).Status(_graph, target, ReadRecord());
    }

    /// <summary>Archives and folders on this machine that the recordings are read from; none where they are synthesised or fetched.</summary>
    public IReadOnlyList<string> RecordingPaths => [.. _setup.Corpora.Parts.Select(static part => part.Source.Path).OfType<string>()];

    /// <summary>The result that a stage left when it last ran for this experiment, whether it is current or not.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <returns>The result; null if there was none, or it is gone or damaged.</returns>
    public StoreEntry? FindLatest(string stage) =>
        ReadRecord(Experiment.Name).Stages.TryGetValue(stage, out var latest)
        && _store.Find(stage, latest.Fingerprint) is { } entry
        && entry.FindDamage() is null
            ? entry
            : null;

    /// <summary>
    /// Content of the fingerprints of the stages up to a target, without the inputs from other stages, so that no recordings are needed.
    /// </summary>
    public IReadOnlyList<FingerprintContent> Describe(string target) =>
        [.. _graph.UpTo(target).Select(Runner(SilentObserver.Instance).Describe)];

    /// <summary>Runs what is not done up to a target and puts the results under plain names.</summary>
    /// <param name="target">Name of the stage.</param>
    /// <param name="force">Runs the target although nothing changed.</param>
    /// <param name="observer">Receives the events.</param>
    /// <param name="cancellationToken">Ends the run; finished stages stay finished.</param>
    public async Task<SessionResult> RunAsync(string target, bool force, IPipelineObserver observer, CancellationToken cancellationToken)
    {
        _members?.Require(target);
        if (_graph.UpTo(target).Any(static stage => stage.Name == StageNames.Featurize))
        {
            FeatureNetworks.Require(Experiment.Options.Features);
        }

        var (publisher, record) = (new ResultPublisher(_workspace, Experiment), ReadRecord());
        var publishing = new PublishingObserver(observer, publisher, index => CheckPlan(index, target));
        try
        {
            if (_members is not null && _graph.UpTo(target).Any(static stage => stage.Name == StageNames.Train))
            {
                var own = await Runner(publishing)
                    .RunAsync(_graph, StageNames.Split, record, force: false, cancellationToken)
                    .ConfigureAwait(false);
                await _members.RunAsync(own, observer, cancellationToken).ConfigureAwait(false);
            }

            await Runner(publishing)
                .RunAsync(_graph, target, record, force, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException && publishing.Running is { } stage && !IsAfterReport(stage))
        {
            await PublishFailureAsync(publisher, new StageFailure(stage, FirstOf(exception).Message));
            throw;
        }

        var result = Result(target);
        var normalization = Experiment.Options.Normalization;
        return normalization == FeatureNormalization.Speaker
            && target is StageNames.Split or StageNames.Train
            && FindLatest(StageNames.Index) is { } index
            ? result with { Transductive = TransductiveNote.Describe(normalization, IndexFiles.ReadClips(index.Folder)) }
            : result;
    }

    /// <summary>Page that tells how far the latest run of this session came; null unless it failed.</summary>
    public string? FailurePage { get; private set; }

    /// <summary>Puts the results of stages that are done under plain names, where they are not there already.</summary>
    internal void Publish(IReadOnlyList<StageStatus> stages)
    {
        var publisher = new ResultPublisher(_workspace, Experiment);
        foreach (var stage in stages)
        {
            publisher.Publish(stage.Entry!);
        }
    }

    /// <summary>The results under plain names, as far as a target leaves them.</summary>
    public SessionResult Result(string target) =>
        SessionResult.Read(_workspace.ResultsFolder(Experiment.Name), Experiment.Name, target) with { Seed = Experiment.Options.Seed };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_members is not null)
        {
            await _members.DisposeAsync().ConfigureAwait(false);
        }

        _digests.Save();
        _pool.Dispose();
        await _tracking.Store.DisposeAsync();
    }

    // Where a look at a finished model fails, its report stays as it is.
    private static bool IsAfterReport(string stage) =>
        stage is StageNames.Importance or StageNames.Stress || StressStage.IsCondition(stage);

    /// <summary>Parallel work wraps its first exception.</summary>
    private static Exception FirstOf(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var first, ..] } ? FirstOf(first) : exception;

    private async Task PublishFailureAsync(ResultPublisher publisher, StageFailure failure)
    {
        var finished = Status(StageNames.Report)
            .Where(s => s.Entry is not null && s.Stage.Name != failure.Stage)
            .ToDictionary(s => s.Stage.Name, s => s.Entry!, StringComparer.Ordinal);
        publisher.Publish(failure, await FailedRunPage.RenderAsync(_setup, finished, failure, _recorder.Epochs));
        FailurePage = Path.Combine(_workspace.ResultsFolder(Experiment.Name), ReportStage.PageFile);
    }

    /// <summary>Finds right after the index what would stop the training; a look at the corpus needs no training.</summary>
    private void CheckPlan(StoreEntry index, string target)
    {
        if (_graph.UpTo(target).Any(static stage => stage.Name == StageNames.Split))
        {
            var options = Experiment.Options;
            var (predicted, clips) = (options.Predicted, IndexFiles.ReadClips(index.Folder));
            new PlannedEvaluation
            {
                Split = options.Split,
                Seed = options.Seed,
                Normalization = options.Normalization,
                Classifier = options.Classifier,
                Copies = options.Augmentation?.Copies ?? 0,
                AreCopiesImitatedSpeakers = options.Augmentation?.Voice == VoiceDraw.EachCopy,
                HasLabel = predicted is { HasLabel: true, Bins: null },
            }.Check(clips);
            foreach (var group in options.Evaluate?.Groups ?? [])
            {
                ClipGrouping.Require(group, clips);
            }

            if (predicted.Bins is not null || options.WeightBy is not null || predicted.Targets.Count + predicted.MissingLabels.Count > 0)
            {
                FoldData.Check(clips, Splitter.Split(clips, options.Split, options.Seed).Folds, predicted, options.WeightBy);
            }
        }
    }

    private PipelineRunner Runner(IPipelineObserver observer) => new(_store, _code, observer);

    /// <summary>Registers the model of a finished training as <c>tracking.register</c> asks.</summary>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>True if it was registered, and why; null when the experiment does not ask for it.</returns>
    /// <exception cref="NotFinishedException">The experiment is not evaluated yet.</exception>
    public async Task<RegistrationResult?> RegisterAsync(CancellationToken cancellationToken)
    {
        var stages = Status(StageNames.Evaluate);
        if (stages.FirstOrDefault(s => s.Entry is null) is { } missing)
        {
            throw new NotFinishedException(Experiment.Name, missing.Stage.Name, RerunReasonText.Join(missing.Reasons), "register");
        }

        var training = stages.First(s => s.Stage.Name == StageNames.Train).Entry!;
        await _tracking.Server.AskAsync(_tracking.Store, cancellationToken).ConfigureAwait(false);
        if (Experiment.Options.Tracking.Register is not null && _tracking.Server.Problem is { } problem)
        {
            return new RegistrationResult(null, $"Not registered: {problem.Message}");
        }

        return await ModelRegistrar.RegisterAsync(_tracking, training, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a member that was computed before a child of the sweep's run; one that is a child stays as it is.</summary>
    /// <param name="stages">The member's stages, finished.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="TrackingException">The store refuses for good.</exception>
    internal Task RecordMemberAsync(IReadOnlyList<StageStatus> stages, CancellationToken cancellationToken) =>
        TrackingException.GuardAsync(() => CachedMember.RecordAsync(_tracking, stages, cancellationToken));

    /// <summary>True if the finished training is a child of the sweep's run.</summary>
    internal bool IsRecordedMember(IReadOnlyList<StageStatus> stages) => CachedMember.IsRecorded(_tracking, stages);
}
