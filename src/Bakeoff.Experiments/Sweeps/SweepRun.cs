using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>
/// The MLflow run that the members of a sweep are children of. A sweep that continues later adds to the run that it began.
/// </summary>
internal sealed class SweepRun : IAsyncDisposable
{
    private readonly TrackingContext _tracking;
    private readonly ActiveRun _run;
    private readonly string _question;

    private SweepRun(TrackingContext tracking, ActiveRun run)
    {
        _tracking = tracking;
        _run = run;
        _question = RunNote.OfSweep(tracking.Experiment);
    }

    /// <summary>The run, for its members to become children of.</summary>
    public RunReference Reference => new(_run.ClientKey, _run.RunId);

    /// <summary>The run of a sweep that was begun before; null when there is none in the present store.</summary>
    public static async Task<RunReference?> FindAsync(
        Workspace workspace,
        ResolvedExperiment experiment,
        IReadOnlyList<SweepMember> members)
    {
        await using var store = TrackingStore.Open(workspace);
        return RunMemory.Of(workspace).Find(KeyOf(experiment, members), store.TrackingUri);
    }

    /// <summary>Begins the run of a sweep, or continues it.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="members">All members.</param>
    /// <param name="server">State of the server, for the members too.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="TrackingException">The store refuses the run, such as one of a deleted experiment.</exception>
    public static Task<SweepRun> OpenAsync(
        Workspace workspace,
        ResolvedExperiment experiment,
        IReadOnlyList<SweepMember> members,
        ServerState server,
        CancellationToken cancellationToken) => TrackingException.GuardAsync(async () =>
    {
        var git = new Lazy<Task<GitState?>>(() => GitState.ReadAsync(workspace.Root));
        var tracking = new TrackingContext(TrackingStore.Open(workspace), experiment, RunMemory.Of(workspace), git) { Server = server };
        try
        {
            var key = KeyOf(experiment, members);
            var options = new RunOptions { ExperimentName = tracking.ExperimentName, EndOnSignals = false };
            var run = await tracking.TryContinueAsync(key, options, cancellationToken).ConfigureAwait(false)
                ?? await BeginAsync(tracking, key, members, options, cancellationToken).ConfigureAwait(false);
            return new SweepRun(tracking, run);
        }
        catch
        {
            await tracking.Store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    });

    private static async Task<ActiveRun> BeginAsync(
        TrackingContext tracking,
        string key,
        IReadOnlyList<SweepMember> members,
        RunOptions options,
        CancellationToken cancellationToken)
    {
        var git = await tracking.Git.Value.ConfigureAwait(false);
        var full = options with
        {
            RunName = NameOf(tracking.Experiment, members),
            SourceName = $"experiments/{tracking.ExperimentName}.yaml",
            Note = RunNote.OfSweep(tracking.Experiment),
            ExperimentTags = ExperimentNote.Tags(tracking.Experiment),
            Tags = [new("bakeoff.sweep", key), .. TrainingRun.GitTags(git)],
        };
        var run = await tracking.StartAsync(key, full, cancellationToken).ConfigureAwait(false);
        run.LogParameters([
            new("sweep.members", CountOf(tracking.Experiment, members).ToString(CultureInfo.InvariantCulture)),
            new("sweep.keys", string.Join(", ", KeysOf(members))),
        ]);
        return run;
    }

    /// <summary>Ends the run with the table of the groups: well when every member did, else as failed.</summary>
    /// <param name="result">How the sweep ended.</param>
    /// <param name="tables">Paths of the tables to keep with the run.</param>
    public async Task CompleteAsync(SweepResult result, IEnumerable<string> tables)
    {
        _run.LogMetrics(SweepMetrics.Of(result), step: 0);
        var (count, failed) = (result.Members.Count, result.Failures.Count);
        _run.SetTag("bakeoff.members", string.Create(CultureInfo.InvariantCulture, $"{count - failed} of {count} finished"));
        _run.SetTag(MlflowTags.Note, $"{_question}\n\n{SweepMarkdown.Groups(result)}");
        foreach (var table in tables)
        {
            await _run.LogArtifactAsync(table).ConfigureAwait(false);
        }

        var ending = result.Failures is [{ Fault: { } exception }, ..] ? _run.FailAsync(exception) : _run.CompleteAsync();
        _tracking.Server.Learn(_tracking.Store, await ending.ConfigureAwait(false));
        if (_run.PageUrl is { } page)
        {
            _tracking.Server.Note($"MLflow run of the sweep: {page}");
        }
    }

    /// <summary>Ends the run for now; whoever gathers the members continues it.</summary>
    public async Task LeaveAsync() => _tracking.Server.Learn(_tracking.Store, await _run.CompleteAsync().ConfigureAwait(false));

    /// <summary>Ends the run with an error.</summary>
    public Task FailAsync(Exception exception) => _run.FailAsync(exception);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync().ConfigureAwait(false);
        await _tracking.Store.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Members and keys, by which sweeps of one experiment are told apart: <c>sweep of 6 over batch_size, seed</c>.</summary>
    private static string NameOf(ResolvedExperiment experiment, IReadOnlyList<SweepMember> members)
    {
        var keys = KeysOf(members);
        var endings = string.Join(", ", keys.Select(key => SweepNames.Shorten(keys)[key]));
        var name = string.Create(CultureInfo.InvariantCulture, $"sweep of {CountOf(experiment, members)} over {endings}");
        return experiment.Label == SweepNames.FileOf(experiment.Name) ? name : $"{experiment.Label}: {name}";
    }

    // Of a search, only the first members are known when it begins.
    private static int CountOf(ResolvedExperiment experiment, IReadOnlyList<SweepMember> members) =>
        SweepExpander.SearchOf(experiment) is { } search ? search.TrialCount * (experiment.Options.Seeds?.Count ?? 1) : members.Count;

    private static List<string> KeysOf(IReadOnlyList<SweepMember> members) =>
        [.. members.SelectMany(m => m.Changes.Select(c => c.Key)).Distinct(StringComparer.Ordinal)];

    /// <summary>Equal sweeps have equal keys; another value, key or seed makes another sweep.</summary>
    private static string KeyOf(ResolvedExperiment experiment, IReadOnlyList<SweepMember> members)
    {
        var text = new StringBuilder("sweep ").Append(experiment.Name).Append('\n');
        foreach (var member in members)
        {
            text.Append(member.Name)
                .Append('\n')
                .AppendJoin('\n', member.Experiment.Parameters.Select(p => $"{p.Key}: {p.Value}"))
                .Append("\n\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
