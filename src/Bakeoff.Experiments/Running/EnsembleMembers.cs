using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Experiments.Train;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>The experiments whose models an ensemble joins: read with it, looked up for its fingerprints, and run before it.</summary>
internal sealed class EnsembleMembers : IAsyncDisposable
{
    private readonly Workspace _workspace;
    private readonly ResolvedExperiment _ensemble;
    private readonly IReadOnlyList<ResolvedExperiment> _experiments;
    private readonly Lazy<IReadOnlyList<ExperimentSession>> _sessions;
    private IReadOnlyList<EnsembleMember>? _found;

    /// <summary>Reads the members.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="threads">Threads to compute with; 0 means one a processor.</param>
    /// <param name="shared">What members share with the ensemble: the state of the tracking server, and the look it is a part of.</param>
    /// <exception cref="ConfigurationException">A member breaks a rule, is an ensemble or a search, or predicts something else.</exception>
    public EnsembleMembers(
        Workspace workspace, ResolvedExperiment ensemble, int threads, (ServerState Server, SharedLook? Look) shared)
    {
        (_workspace, _ensemble) = (workspace, ensemble);
        var problems = new ProblemList();
        _experiments = [.. ensemble.Options.Ensemble!.Of.SelectMany((name, i) => Read(name, KeyPath.Join("ensemble.of", i), problems))];
        if (problems.Count == 0 && _experiments.Count < 2)
        {
            Add(problems, "ensemble.of", $"is {_experiments[0].Name} alone, expected two members or more. Add one, or give it seeds.");
        }

        // A model that counts twice under two names would have twice the weight, unsaid.
        var twins = _experiments
            .GroupBy(static member => string.Join('\n', member.Parameters.Select(static one => (one.Key, one.Value))), StringComparer.Ordinal)
            .FirstOrDefault(static same => same.Skip(1).Any());
        if (twins?.Select(static member => member.Name).Take(2).ToList() is [var one, var other])
        {
            var same = one == other ? $"has {one} twice" : $"has {one} and {other}, which have equal parameters";
            Add(problems, "ensemble.of", $"{same}, expected each model once. Remove one.");
        }

        var bySpeaker = _experiments.FirstOrDefault(static member => member.Options.Normalization == FeatureNormalization.Speaker);
        if (problems.Count == 0 && bySpeaker is null == (ensemble.Options.Normalization == FeatureNormalization.Speaker))
        {
            Add(problems, "normalization", bySpeaker is null
                ? "is speaker, but that of no member is. Remove it."
                : $"is not speaker, but that of {bySpeaker.Name} is, expected speaker, so that figures are marked as transductive. Set it, "
                    + "or leave out that member.");
        }

        problems.ThrowIfAny();
        _sessions = new Lazy<IReadOnlyList<ExperimentSession>>(() =>
        [
            .. _experiments.Select(member => ExperimentSession.Open(workspace, member, threads, parent: null, shared.Server, shared.Look)),
        ]);
    }

    /// <summary>Refuses stages that need features of the ensemble's own.</summary>
    /// <param name="target">Name of a stage.</param>
    /// <exception cref="StageFailedException">It is such a stage.</exception>
    public void Require(string target)
    {
        if (target is StageNames.Featurize or StageNames.Importance or StageNames.Stress || StressStage.IsCondition(target))
        {
            throw Refuse(target);
        }
    }

    /// <summary>The refusal of what needs features of the ensemble's own.</summary>
    /// <param name="purpose">A stage, or what else is refused.</param>
    public StageFailedException Refuse(string purpose) => new(purpose, new ErrorDetails("an ensemble has no features of its own")
    {
        Where = $"experiment {_ensemble.Name}",
        NextStep = $"Run {purpose} on a member, such as {_experiments[0].Name}.",
    });

    /// <summary>Forgets what is known of the members' results.</summary>
    public void Forget() => _found = null;

    /// <summary>The members with those of their results that are up to date.</summary>
    public IReadOnlyList<EnsembleMember> Find() => _found ??= [.. _sessions.Value.Select(Find)];

    /// <summary>Runs what is not done of the members, after a look at what they would be trained on.</summary>
    /// <param name="own">The ensemble's results up to its split.</param>
    /// <param name="observer">Receives the events.</param>
    /// <param name="cancellationToken">Ends the run; finished stages stay finished.</param>
    /// <exception cref="StageFailedException">A member has other clips, labels or folds, or would be trained on a test clip.</exception>
    public async Task RunAsync(IReadOnlyList<StoreEntry> own, IPipelineObserver observer, CancellationToken cancellationToken)
    {
        Forget();
        var plan = PlanOf(own.ToDictionary(
            static entry => entry.Record.Content.Stage, static entry => entry.Folder, StringComparer.Ordinal));
        foreach (var target in new[] { StageNames.Split, StageNames.Train })
        {
            foreach (var session in _sessions.Value)
            {
                var name = session.Experiment.Name;
                await session.RunAsync(target, force: false, new MemberObserver(observer, name), cancellationToken).ConfigureAwait(false);
                var folders = session.Status(StageNames.Split).ToDictionary(
                    static status => status.Stage.Name, static status => status.Entry!.Folder, StringComparer.Ordinal);
                EnsembleData.Require(name, PlanOf(folders), plan);
            }
        }
    }

    private static (IReadOnlyList<Clip> Clips, IReadOnlyList<SplitFold> Folds) PlanOf(Dictionary<string, string> folders)
    {
        var clips = IndexFiles.ReadClips(folders[StageNames.Index]);
        return (clips, SplitTable.Read(Path.Combine(folders[StageNames.Split], SplitStage.SplitFile), clips));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.IsValueCreated ? _sessions.Value : [])
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static EnsembleMember Find(ExperimentSession session) => new(
        session.Experiment.Name,
        session.Experiment.Options,
        session.Status(StageNames.Train)
            .Where(static status => status.Entry is not null)
            .ToDictionary(static status => status.Stage.Name, static status => status.Entry!, StringComparer.Ordinal));

    private IReadOnlyList<ResolvedExperiment> Read(string name, string key, ProblemList problems)
    {
        var source = _ensemble.DatasetSource is { } path ? new[] { $"dataset.source={path}" } : [];
        ResolvedExperiment member;
        try
        {
            member = ExperimentReader.Read(_workspace.Root, name, source);
        }
        catch (ConfigurationException exception) when (exception.Problems.All(static problem => problem.Line == 0))
        {
            // What a name changes (a@key=value) stands in no file but this one.
            Add(problems, key, $"is {name}, expected a variant that can be read. {exception.Message}");
            return [];
        }

        if (member.Options.Ensemble is not null)
        {
            Add(problems, key, $"is {name}, an ensemble, expected an experiment with model or classifier. Name its members.");
        }
        else if (member.Options.Sweep is { } sweep && (sweep.Search is not null || sweep.Cross))
        {
            Add(
                problems,
                key,
                $"is {name}, whose sweep has no fixed members, expected seeds, grid, list or random. Name the chosen member.");
        }
        else if (member.Options is { Heads: not null } or { Bins: not null })
        {
            Add(problems, key, $"is {name}, which has heads or bins, expected the labels of the corpus or targets. Leave it out.");
        }
        else if (!(member.Options.Targets ?? []).SequenceEqual(_ensemble.Options.Targets ?? [], StringComparer.Ordinal))
        {
            var expected = Predicted(_ensemble);
            Add(problems, key, $"is {name}, which predicts {Predicted(member)}, expected {expected}. Leave it out, or change targets.");
        }
        else
        {
            return [.. SweepExpander.Expand(member).Select(static one => one.Experiment)];
        }

        return [];
    }

    private void Add(ProblemList problems, string key, string message) =>
        problems.Add(_ensemble.Tree.Deepest(key).Origin, key, null, "members of an ensemble", $"{key} {message}");

    private static string Predicted(ResolvedExperiment experiment) =>
        experiment.Options.Targets is { } targets ? string.Join(", ", targets) : "the label";
}
