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
    private readonly IMlflowStore _store;
    private readonly ActiveRun _run;
    private readonly string _question;

    private SweepRun(IMlflowStore store, ActiveRun run, ResolvedExperiment experiment)
    {
        _store = store;
        _run = run;
        _question = RunNote.OfSweep(experiment);
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
    /// <exception cref="TrackingException">The store refuses for good, such as by wrong credentials.</exception>
    public static Task<SweepRun> OpenAsync(
        Workspace workspace,
        ResolvedExperiment experiment,
        IReadOnlyList<SweepMember> members,
        CancellationToken cancellationToken) => TrackingException.GuardAsync(() => BeginAsync(workspace, experiment, members, cancellationToken));

    private static async Task<SweepRun> BeginAsync(
        Workspace workspace,
        ResolvedExperiment experiment,
        IReadOnlyList<SweepMember> members,
        CancellationToken cancellationToken)
    {
        var store = TrackingStore.Open(workspace);
        try
        {
            var memory = RunMemory.Of(workspace);
            var key = KeyOf(experiment, members);
            if (
                memory.Find(key, store.TrackingUri) is { } known
                && await TryResumeAsync(store, SweepNames.FileOf(experiment.Name), known, cancellationToken).ConfigureAwait(false)
                    is { } resumed)
            {
                memory.Remember(key, store.TrackingUri, new RunReference(resumed.ClientKey, resumed.RunId));
                return new SweepRun(store, resumed, experiment);
            }

            var run = await store
                .StartRunAsync(
                    ServerPatience.ApplyShort(new RunOptions
                    {
                        ExperimentName = SweepNames.FileOf(experiment.Name),
                        RunName = NameOf(experiment, members),
                        SourceName = $"experiments/{SweepNames.FileOf(experiment.Name)}.yaml",
                        Note = RunNote.OfSweep(experiment),
                        ExperimentTags = ExperimentNote.Tags(experiment),
                        Tags = [new("bakeoff.sweep", key), .. TrainingRun.GitTags(await GitState.ReadAsync(workspace.Root))],
                        EndOnSignals = false,
                    }),
                    cancellationToken)
                .ConfigureAwait(false);
            run.LogParameters([
                new("sweep.members", members.Count.ToString(CultureInfo.InvariantCulture)),
                new("sweep.keys", string.Join(", ", KeysOf(members))),
            ]);
            memory.Remember(key, store.TrackingUri, new RunReference(run.ClientKey, run.RunId));
            return new SweepRun(store, run, experiment);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the run with the table of the groups: well when every member did, else as failed.</summary>
    /// <param name="result">How the sweep ended.</param>
    /// <param name="table">Path of the table with a row a member.</param>
    public async Task CompleteAsync(SweepResult result, string table)
    {
        _run.LogMetrics(SweepMetrics.Of(result), step: 0);
        var (count, failed) = (result.Members.Count, result.Failures.Count);
        _run.SetTag("bakeoff.members", string.Create(CultureInfo.InvariantCulture, $"{count - failed} of {count} finished"));
        _run.SetTag(MlflowTags.Note, $"{_question}\n\n{SweepMarkdown.Groups(result)}");
        await _run.LogArtifactAsync(table).ConfigureAwait(false);
        await (result.Failures is [{ Fault: { } exception }, ..] ? _run.FailAsync(exception) : _run.CompleteAsync()).ConfigureAwait(false);
    }

    /// <summary>Ends the run for now; whoever gathers the members continues it.</summary>
    public Task LeaveAsync() => _run.CompleteAsync();

    /// <summary>Ends the run with an error.</summary>
    public Task FailAsync(Exception exception) => _run.FailAsync(exception);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<ActiveRun?> TryResumeAsync(
        IMlflowStore store,
        string experiment,
        RunReference known,
        CancellationToken cancellationToken)
    {
        try
        {
            return await store
                .StartRunAsync(
                    ServerPatience.ApplyShort(new RunOptions
                    {
                        ExperimentName = experiment,
                        ResumeRunId = known.RunId,
                        ContinueClientKey = known.ClientKey,
                        EndOnSignals = false,
                    }),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist)
        {
            // Somebody deleted the run; the sweep gets a new one.
            return null;
        }
    }

    /// <summary>Members and keys, by which sweeps of one experiment are told apart: <c>sweep of 6 over batch_size, seed</c>.</summary>
    private static string NameOf(ResolvedExperiment experiment, IReadOnlyList<SweepMember> members)
    {
        var keys = KeysOf(members);
        var endings = string.Join(", ", keys.Select(key => SweepNames.Shorten(keys)[key]));
        var name = string.Create(CultureInfo.InvariantCulture, $"sweep of {members.Count} over {endings}");
        return experiment.Label == SweepNames.FileOf(experiment.Name) ? name : $"{experiment.Label}: {name}";
    }

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
