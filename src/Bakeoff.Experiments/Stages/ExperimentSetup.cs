using Bakeoff.Corpora;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Speech;
using Bakeoff.Numerics;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Stages;

/// <summary>
/// The material that stages are built from: the resolved experiment, its corpus on this machine, and the means to compute.
/// </summary>
/// <remarks>
/// A stage takes what it reads into its options record when it is built and keeps nothing of this object but folders, threads and
/// listeners.
/// </remarks>
[OutsideFingerprint("builds stages; what a stage reads is in its options record")]
public sealed record ExperimentSetup
{
    /// <summary>The project.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The experiment as resolved.</summary>
    public required ResolvedExperiment Experiment { get; init; }

    /// <summary>Its corpora, described and located on this machine: one, or several that are joined.</summary>
    public required CorpusSet Corpora { get; init; }

    /// <summary>Description of its corpus.</summary>
    public DatasetDescription Dataset => Corpora.Description;

    /// <summary>Place where the recordings are read.</summary>
    public RecordingsSource Source => Corpora.Source;

    /// <summary>Impulse responses of the rooms that altered copies sound in.</summary>
    public required ImpulseResponseFiles ImpulseResponses { get; init; }

    /// <summary>Content that features are made of beside recordings: settings and weights of a network, or a table; often none.</summary>
    public required IReadOnlyList<ExternalInput> FeatureSources { get; init; }

    /// <summary>Parameters of the engine that computes features: name, version, and SHA-256 of its assembly; empty where Bakeoff
    /// does.</summary>
    public required IReadOnlyDictionary<string, string> FeatureEngine { get; init; }

    /// <summary>The networks that divide recordings into stretches of speech; empty where none does.</summary>
    public required IReadOnlyList<SpeechModel> SpeechModels { get; init; }

    /// <summary>Looks up the members of an ensemble; null for an experiment with a training of its own.</summary>
    public EnsembleLookup? Members { get; init; }

    /// <summary>Threads to compute with; they change no result.</summary>
    public required WorkerPool Pool { get; init; }

    /// <summary>Receives the events of a training.</summary>
    public required ITrainingListener Listener { get; init; }

    /// <summary>
    /// State of the project's files; read when first awaited, because git takes longer than all else that a finished experiment needs.
    /// </summary>
    public required Lazy<Task<GitState?>> Git { get; init; }

    /// <summary>The options of the experiment.</summary>
    public ExperimentOptions Options => Experiment.Options;

    /// <summary>Reads the description of the experiment's corpus and finds its recordings.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="digests">Digests of files already known.</param>
    /// <param name="pool">Threads to compute with.</param>
    /// <param name="listener">Receives the events of a training.</param>
    /// <exception cref="Bakeoff.Options.ConfigurationException">The description breaks a rule.</exception>
    /// <exception cref="DatasetException">The path given for the recordings does not exist, or a network that divides them is none of
    /// Silero's.</exception>
    /// <exception cref="Bakeoff.Neural.Engines.EngineException">The engine that runs a network is missing.</exception>
    public static ExperimentSetup Open(
        Workspace workspace, ResolvedExperiment experiment, FileDigestCache digests, WorkerPool pool, ITrainingListener listener)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(experiment);
        var corpora = CorpusSet.Find(
            workspace.Corpora,
            experiment.Options.Dataset.Name,
            SweepNames.FileOf(experiment.Name),
            experiment.DatasetSource,
            digests);
        return Open(workspace, experiment, corpora, digests, pool, listener);
    }

    /// <summary>Opens an experiment whose corpora were found before.</summary>
    internal static ExperimentSetup Open(
        Workspace workspace,
        ResolvedExperiment experiment,
        CorpusSet corpora,
        FileDigestCache digests,
        WorkerPool pool,
        ITrainingListener listener)
    {
        return new ExperimentSetup
        {
            Workspace = workspace,
            Experiment = experiment,
            Corpora = corpora,
            SpeechModels = Speech.SpeechModels.Find(workspace, corpora.Indexing, digests),
            FeatureSources =
            [
                .. FeatureNetworks.Of(experiment.Options.Features, digests),
                .. ImportedFeatures.Of(workspace.Root, experiment.Options.Features, digests),
            ],
            FeatureEngine = FeatureNetworks.EngineOf(experiment.Options.Features, workspace),
            ImpulseResponses = ImpulseResponseFiles.Find(
                workspace.Root,
                experiment.Options.Augmentation?.Reverb?.ImpulseResponses,
                digests),
            Pool = pool,
            Listener = listener,
            Git = new Lazy<Task<GitState?>>(() => GitState.ReadAsync(workspace.Root)),
        };
    }
}
