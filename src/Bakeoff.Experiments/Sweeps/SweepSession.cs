using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>All members of one experiment's sweep: runs what is missing, several at once, and continues when one fails.</summary>
/// <remarks>
/// Members share stages through the store: what two of them need is computed by the first and awaited by the other. Neither workers nor
/// threads change a result.
/// </remarks>
public sealed class SweepSession
{
    private readonly Workspace _workspace;
    private readonly ResolvedExperiment _experiment;
    private readonly SearchProgress? _search;

    private SweepSession(Workspace workspace, ResolvedExperiment experiment)
    {
        _workspace = workspace;
        _experiment = experiment;
        _search = SearchProgress.Of(experiment);
        Members = SweepExpander.Expand(experiment);
    }

    /// <summary>Name of the experiment.</summary>
    public string Name => _experiment.Name;

    /// <summary>The members, in the order of the file; of a search, those that are known so far.</summary>
    public IReadOnlyList<SweepMember> Members { get; private set; }

    /// <summary>Members in all; of a search, those that are yet unknown as well.</summary>
    public int MemberCount => Math.Max(Members.Count, _search?.MemberCount ?? 0);

    /// <summary>True for a search: its members are known round by round.</summary>
    public bool IsSearch => _search is not null;

    /// <summary>Path of the table with a row a member.</summary>
    public string TablePath => Path.Combine(_workspace.ResultsFolder(Name), SweepTable.File);

    // Pages of corpora decode all recordings: of each pair of corpora, nobody asked for one.
    private string LastStageOf(SweepMember member) =>
        IsCross ? StageNames.Evaluate
        : _search is null || _search.IsChosen(member) ? StageNames.Report
        : _search.IsTested(member) ? StageNames.Evaluate
        : StageNames.Train;

    // By these a sweep is known; the later members of a search are found out on the way.
    private IReadOnlyList<SweepMember> FirstMembers => _search?.First ?? Members;

    private bool IsCross => _experiment.Options.Sweep is { Cross: true };

    private string CrossPath => Path.Combine(_workspace.ResultsFolder(Name), CrossTable.File);

    /// <summary>Reads an experiment and all members of its sweep.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="sets">Overrides for all members, <c>key=value</c> each.</param>
    /// <exception cref="ConfigurationException">
    /// A member breaks a rule, or the experiment has neither <c>sweep</c> nor <c>seeds</c>; holds every problem.
    /// </exception>
    public static SweepSession Open(Workspace workspace, string name, IReadOnlyList<string> sets)
    {
        var experiment = ExperimentReader.Read(workspace.Root, name, sets);
        if (experiment.Options.Sweep is null && experiment.Options.Seeds is null)
        {
            var message =
                "has neither sweep nor seeds, expected one of them. Add 'seeds: [1, 2, 3]', or run "
                    + $"{CommandName.Hint("report", name)} for a single result.";
            throw new ConfigurationException([
                new ConfigurationProblem(
                    ExperimentFolder.DisplayName(SweepNames.FileOf(name)),
                    0,
                    0,
                    "sweep",
                    null,
                    "a sweep or seeds",
                    message),
            ]);
        }

        return new SweepSession(workspace, experiment);
    }

    /// <summary>Runs every member that is not done.</summary>
    /// <param name="workers">Members at once, at least 1.</param>
    /// <param name="threads">Threads that the workers share, at least one each; 0 means one a processor.</param>
    /// <param name="observer">Receives the events.</param>
    /// <param name="cancellationToken">Ends the sweep; finished stages stay finished.</param>
    /// <returns>How each member ended. Failures are among them, not thrown.</returns>
    public async Task<SweepResult> RunAsync(int workers, int threads, ISweepObserver observer, CancellationToken cancellationToken)
    {
        var server = new ServerState();
        var results = new SortedDictionary<int, MemberResult>();
        SweepRun? run = null;
        if (_search is { BeginsAnew: true })
        {
            observer.Noted("the file was changed since this search was recorded: it begins anew; what is computed already is kept");
        }

        try
        {
            for (var pending = Begin(); pending.Count > 0; pending = Next(results, observer))
            {
                // One member after the other, so that recordings are digested once before the workers start.
                var known = run?.Reference ?? await SweepRun.FindAsync(_workspace, _experiment, FirstMembers);
                var look = new SharedLook(_workspace);
                var states = new List<MemberState>();
                foreach (var member in pending)
                {
                    states.Add(await StateAsync(member, known, look));
                }

                if (run is null && states.TrueForAll(static state => state is { Done: not null, IsRecorded: true }))
                {
                    foreach (var (member, state) in pending.Zip(states))
                    {
                        observer.MemberFinished(results[member.Number] = new MemberResult(member, state.Done, Fault: null, WasDone: true));
                    }

                    continue;
                }

                run ??= await OpenRunAsync(server, observer, cancellationToken).ConfigureAwait(false);
                if (IsCross && !states.TrueForAll(static state => state.Done is not null))
                {
                    await RunSharedAsync(threads, observer, cancellationToken).ConfigureAwait(false);
                }

                var each = Math.Max(1, (threads > 0 ? threads : Environment.ProcessorCount) / workers);
                var tracked = new MemberTracking(run.Reference, server);
                var ended = new MemberResult[pending.Count];
                await Parallel
                    .ForAsync(
                        0,
                        pending.Count,
                        new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
                        async (i, token) =>
                            ended[i] = await RunMemberAsync(pending[i], states[i].Done is not null, tracked, each, observer, token)
                                .ConfigureAwait(false))
                    .ConfigureAwait(false);
                Array.ForEach(ended, result => results[result.Member.Number] = result);
            }

            var result = Conclude([.. results.Values]);
            if (run is not null)
            {
                await run.CompleteAsync(result, result.TablesIn(_workspace.ResultsFolder(Name))).ConfigureAwait(false);
                TellNotices(server, observer);
            }

            return result;
        }
        catch (Exception exception) when (run is not null)
        {
            await run.FailAsync(exception).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await (run?.DisposeAsync() ?? ValueTask.CompletedTask).ConfigureAwait(false);
        }
    }

    // A search is made again from its first round, for what it went by may have changed; what is done is not computed again.
    private IReadOnlyList<SweepMember> Begin() => Members = _search?.Begin() ?? Members;

    private IReadOnlyList<SweepMember> Next(SortedDictionary<int, MemberResult> results, ISweepObserver observer)
    {
        if (_search is not { Chosen: null })
        {
            return [];
        }

        Members = _search.Advance([.. results.Values]);
        observer.Noted(_search.Describe([.. results.Values]).Sentence);
        return _search.Chosen is null ? [.. Members.Skip(results.Count)] : [.. Members.Where(_search.IsTested)];
    }

    /// <summary>
    /// Runs one member, as a job of its own on this or another machine. It becomes a child of the sweep's run where that is known.
    /// </summary>
    /// <param name="number">Position among the members, from 1.</param>
    /// <param name="threads">Threads to compute with; 0 means one a processor.</param>
    /// <param name="observer">Receives the events.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<MemberResult> RunOneAsync(int number, int threads, ISweepObserver observer, CancellationToken cancellationToken)
    {
        var member = Members[number - 1];
        var parent = await SweepRun.FindAsync(_workspace, _experiment, FirstMembers);
        var state = await StateAsync(member, parent, new SharedLook(_workspace));
        var tracked = new MemberTracking(parent, new ServerState());
        return await RunMemberAsync(member, state.Done is not null, tracked, threads, observer, cancellationToken);
    }

    /// <summary>
    /// Numbers of the members that are not done, from 1, in the order of the file; of a search, those of the present round, and of the chosen
    /// trial in the end.
    /// </summary>
    public async Task<IReadOnlyList<int>> MissingAsync()
    {
        var missing = new List<int>();
        var look = new SharedLook(_workspace);
        foreach (var member in Members.Where(member => _search?.HasEnded(member) != true))
        {
            if ((await StateAsync(member, parent: null, look)).Done is null)
            {
                missing.Add(member.Number);
            }
        }

        return missing;
    }

    /// <summary>Begins the run that members become children of, for members that run as jobs of their own.</summary>
    /// <param name="observer">Receives what must reach the user.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task AnnounceAsync(ISweepObserver observer, CancellationToken cancellationToken)
    {
        var server = new ServerState();
        await using var run = await OpenRunAsync(server, observer, cancellationToken).ConfigureAwait(false);
        await run.LeaveAsync().ConfigureAwait(false);
        TellNotices(server, observer);
    }

    /// <summary>
    /// Reads the results of members that ran as jobs of their own, and runs nothing. The sweep's run, where it is known, gets the table.
    /// </summary>
    /// <param name="observer">Receives what must reach the user.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How each member ended; one without a result counts as failed.</returns>
    public async Task<SweepResult> GatherAsync(ISweepObserver observer, CancellationToken cancellationToken)
    {
        var server = new ServerState();
        var results = new SortedDictionary<int, MemberResult>();
        await using var run = await SweepRun.FindAsync(_workspace, _experiment, FirstMembers) is null
            ? null
            : await OpenRunAsync(server, observer, cancellationToken).ConfigureAwait(false);
        var tracking = new MemberTracking(run?.Reference, server);
        for (var pending = Begin(); pending.Count > 0; pending = Next(results, observer))
        {
            var gathered = new List<MemberResult>();
            foreach (var member in pending)
            {
                gathered.Add(await GatherAsync(member, tracking, cancellationToken));
            }

            // The next round of a search was only found out now, and nobody has run it yet.
            if (results.Count > 0 && gathered.TrueForAll(static member => member.Fault is not null))
            {
                observer.Noted($"next: {Quantity.Of(gathered.Count, "member")}; run the sweep again for them.");
                break;
            }

            gathered.ForEach(member => results[member.Member.Number] = member);
        }

        var result = Conclude([.. results.Values]);
        await (run?.CompleteAsync(result, result.TablesIn(_workspace.ResultsFolder(Name))) ?? Task.CompletedTask).ConfigureAwait(false);
        TellNotices(server, observer);
        return result;
    }

    // Members over corpora have everything up to the features in common: what stops one there stops all, and is told once.
    private async Task RunSharedAsync(int threads, ISweepObserver observer, CancellationToken cancellationToken)
    {
        await using var session = ExperimentSession.Open(_workspace, Members[0].Experiment, threads, parent: null);
        await session.RunAsync(StageNames.Featurize, force: false, observer.Watch(Members[0]), cancellationToken).ConfigureAwait(false);
    }

    private async Task<SweepRun> OpenRunAsync(ServerState server, ISweepObserver observer, CancellationToken cancellationToken)
    {
        var run = await SweepRun.OpenAsync(_workspace, _experiment, FirstMembers, server, cancellationToken).ConfigureAwait(false);
        TellNotices(server, observer);
        return run;
    }

    private static void TellNotices(ServerState server, ISweepObserver observer)
    {
        foreach (var notice in server.TakeNotices())
        {
            observer.Noted(notice);
        }
    }

    private async Task<MemberResult> GatherAsync(SweepMember member, MemberTracking tracking, CancellationToken cancellationToken)
    {
        await using var session = ExperimentSession.Open(_workspace, member.Experiment, threads: 1, tracking.Parent, tracking.Server);
        var stages = session.Status(LastStageOf(member));
        if (stages.FirstOrDefault(static s => s.State != StageState.Done) is { } missing)
        {
            return new MemberResult(member, Result: null, new MemberMissingException(member.Name, missing.Stage.Name), WasDone: false);
        }

        await session.RecordMemberAsync(stages, cancellationToken);
        return new MemberResult(member, session.Result(LastStageOf(member)), Fault: null, WasDone: true);
    }

    private SweepResult Conclude(IReadOnlyList<MemberResult> members)
    {
        var result = new SweepResult(Name, members) { Search = _search?.Describe(members) };
        SweepTable.Write(TablePath, result);
        if (!IsCross)
        {
            return Nest(result);
        }

        result = result with { Cross = new CrossMatrix(result.Groups) };
        CrossTable.Write(CrossPath, result.Cross);
        return result;
    }

    /// <summary>Metric by which members are chosen: that of the search, or UAR or CCC of validation clips or inner folds.</summary>
    public string Objective => SearchProgress.ObjectiveOf(_experiment.Options);

    /// <summary>The outcome of members that are done; nothing runs, and no table is written.</summary>
    /// <returns>Null of corpora against each other, where a member is not done, and for a search that has not ended.</returns>
    internal async Task<SweepResult?> FindResultAsync()
    {
        if (IsCross || _search is { Chosen: null })
        {
            return null;
        }

        var (look, members) = (new SharedLook(_workspace), new List<MemberResult>());
        foreach (var member in Members)
        {
            var done = (await StateAsync(member, parent: null, look)).Done;
            if (done is null && _search?.HasFailed(member) != true)
            {
                return null;
            }

            var fault = done is null ? new MemberMissingException(member.Name, LastStageOf(member)) : null;
            members.Add(new MemberResult(member, done, fault, WasDone: true));
        }

        var result = new SweepResult(Name, members) { Search = _search?.Describe(members) };
        return result with { Nested = Measure(result) };
    }

    private NestedResult? Measure(SweepResult result)
    {
        var objective = Objective;
        var choices = NestedResult.Choose(_search?.WholeOf(result.Groups) ?? result.Groups, objective);
        return NestedResult.Measure(result.Groups, objective, choices);
    }

    private SweepResult Nest(SweepResult result)
    {
        if (Measure(result) is not { } nested)
        {
            return result;
        }

        NestedTable.Write(Path.Combine(_workspace.ResultsFolder(Name), NestedTable.File), nested);
        return result with { Nested = nested };
    }

    private async Task<MemberResult> RunMemberAsync(
        SweepMember member,
        bool wasDone,
        MemberTracking tracking,
        int threads,
        ISweepObserver observer,
        CancellationToken cancellationToken)
    {
        MemberResult ended;
        try
        {
            await using var session = ExperimentSession.Open(_workspace, member.Experiment, threads, tracking.Parent, tracking.Server);
            var result = await session
                .RunAsync(LastStageOf(member), force: false, observer.Watch(member), cancellationToken)
                .ConfigureAwait(false);
            if (tracking.Parent is not null)
            {
                await session.RecordMemberAsync(session.Status(LastStageOf(member)), cancellationToken).ConfigureAwait(false);
            }

            ended = new MemberResult(member, result, Fault: null, wasDone);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong with one member, the others are still worth having.
            ended = new MemberResult(member, Result: null, exception, wasDone);
        }

        observer.MemberFinished(ended);
        return ended;
    }

    private async Task<MemberState> StateAsync(SweepMember member, RunReference? parent, SharedLook look)
    {
        try
        {
            await using var session = ExperimentSession.Open(_workspace, member.Experiment, threads: 1, parent, new ServerState(), look);
            var stages = session.Status(LastStageOf(member));
            if (stages.Any(static stage => stage.State != StageState.Done))
            {
                return default;
            }

            session.Publish(stages);
            return new MemberState(session.Result(LastStageOf(member)), session.IsRecordedMember(stages));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The member's own run meets the same error and tells it.
            return default;
        }
    }

    /// <summary>The run and the server that the members of a sweep share.</summary>
    /// <param name="Parent">Run of the sweep; null where it is not known.</param>
    /// <param name="Server">State of the server.</param>
    private readonly record struct MemberTracking(RunReference? Parent, ServerState Server);

    /// <summary>State of a member before the sweep runs.</summary>
    /// <param name="Done">Its results where no stage is left to run; else null.</param>
    /// <param name="IsRecorded">True if it is a child of the sweep's run.</param>
    private readonly record struct MemberState(SessionResult? Done, bool IsRecorded);
}
