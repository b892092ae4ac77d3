using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Starts runs.</summary>
public static class MlflowRuns
{
    /// <summary>
    /// Runs some work as one run: FINISHED when it returns, FAILED when it throws, KILLED when it is cancelled or the process gets a signal
    /// to stop.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="options">Experiment, name and more.</param>
    /// <param name="work">The work; it logs to the run that it gets.</param>
    /// <param name="cancellationToken">Stops the start; the work watches it by itself.</param>
    /// <returns>The delivery: complete, or partly still in the journal.</returns>
    /// <exception cref="Exception">The exception of the work, unchanged, once the run is ended.</exception>
    public static async Task<RunEnd> RunAsync(
        this IMlflowStore store, RunOptions options, Func<ActiveRun, Task> work, CancellationToken cancellationToken = default)
    {
        ActiveRun run = await store.StartRunAsync(options, cancellationToken).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            try
            {
                await work(run).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                await run.FailAsync(exception).ConfigureAwait(false);
                throw;
            }

            return await run.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Starts a run that the caller ends by <see cref="ActiveRun.CompleteAsync"/> or <see cref="ActiveRun.FailAsync"/>; disposed before
    /// that, it is FAILED.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="options">Experiment, name and more.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="MlflowException">
    /// The store refuses, such as for wrong credentials, or there is no run to continue
    /// (<see cref="MlflowErrorCodes.ResourceDoesNotExist"/>). A server that does not answer is no error: the run is journaled.
    /// </exception>
    /// <exception cref="ArgumentException">A name or tag breaks MLflow's rules.</exception>
    public static async Task<ActiveRun> StartRunAsync(
        this IMlflowStore store, RunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        JournalHeader header = Describe(store, options);
        Requests.Validate(new NewExperiment { Name = options.ExperimentName });
        Requests.Validate(new NewRun { ExperimentId = "", Name = options.RunName, Tags = header.Tags });
        Run? known = await FindKnownAsync(store, options, cancellationToken).ConfigureAwait(false);
        RunJournal journal;
        if (store is IFolderStore files)
        {
            known ??= await CreateInFolderAsync(files, header, cancellationToken).ConfigureAwait(false);
            string folder = files.FolderOfRun(known.Info.RunId);
            await RunRecovery.DeliverLeftAsync(store, RunJournal.PathIn(folder), cancellationToken).ConfigureAwait(false);
            journal = RunJournal.Create(RunJournal.PathIn(folder), header);
        }
        else
        {
            journal = RunJournal.Create(RunJournal.PathIn(store.Options.JournalFolder, header), header);
        }

        var target = new RunTarget(store, journal, header);
        if (known is not null)
        {
            journal.Append(new JournalEntry
            {
                Kind = JournalEntry.RunKind,
                RunId = known.Info.RunId,
                ExperimentId = known.Info.ExperimentId,
            });
            target.Adopt(known.Info.RunId, known.Info.ExperimentId);
        }

        var run = new ActiveRun(store, options, journal, target, header.ClientKey);
        if (!options.IsAddition && (options.ResumeRunId is not null || header.Continues))
        {
            journal.Append(new JournalEntry { Kind = JournalEntry.EndKind, Status = RunStatus.Running });
            IEnumerable<KeyValuePair<string, string>> identity = ProcessIdentity.Current().ToTags();
            journal.Append([.. identity.Select(tag => new JournalEntry { Kind = JournalEntry.TagKind, Key = tag.Key, Text = tag.Value })]);
        }

        await run.StartAsync(isNew: known is null, cancellationToken).ConfigureAwait(false);
        return run;
    }

    // A folder always answers. A server may not, so a run known by its key is looked up by the sender.
    private static async Task<Run?> FindKnownAsync(IMlflowStore store, RunOptions options, CancellationToken cancellationToken)
    {
        if (options.ResumeRunId is { } resumed && (store is IFolderStore || options.ContinueClientKey is null))
        {
            return await GetWithinAsync(store, resumed, options.StartTimeout, cancellationToken).ConfigureAwait(false);
        }

        if (options.ContinueClientKey is not { } key || store is not IFolderStore)
        {
            return null;
        }

        Experiment? experiment = await store.FindExperimentAsync(options.ExperimentName, cancellationToken).ConfigureAwait(false);
        Run? run = experiment is null
            ? null
            : await store.FindRunByClientKeyAsync(experiment.ExperimentId, key, cancellationToken).ConfigureAwait(false);
        return run ?? throw RunTarget.NothingToContinue(store, options.ExperimentName, key);
    }

    private static async Task<Run> GetWithinAsync(IMlflowStore store, string runId, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            return await store.GetRunAsync(runId, timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MlflowException(FormattableString.Invariant($"no answer in {limit.TotalSeconds:0.###} s"), exception)
            {
                Where = $"MLflow {store.TrackingUri}, run {runId}",
                NextStep = "Check whether the server runs.",
                ErrorCode = MlflowErrorCodes.Unreachable,
                Endpoint = "runs/get",
                RunId = runId,
                IsTransient = true,
            };
        }
    }

    private static async Task<Run> CreateInFolderAsync(IFolderStore store, JournalHeader header, CancellationToken cancellationToken)
    {
        Experiment experiment = await RunTarget.FindExperimentAsync(store, header, cancellationToken).ConfigureAwait(false);
        await RunTarget.SetExperimentTagsAsync(store, experiment, header, cancellationToken).ConfigureAwait(false);
        Run? parent = header.ParentClientKey is { } key
            ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, key, cancellationToken).ConfigureAwait(false)
            : null;
        NewRun content = header.ToNewRun(experiment.ExperimentId, parent?.Info.RunId);
        return await store.CreateRunAsync(content, cancellationToken).ConfigureAwait(false);
    }

    private static JournalHeader Describe(IMlflowStore store, RunOptions options)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal)
        {
            [MlflowTags.User] = Environment.UserName,
            [MlflowTags.SourceName] = options.SourceName ?? Path.GetFileName(Environment.ProcessPath) ?? "dotnet",
            [MlflowTags.SourceType] = "LOCAL",
        };
        if (options.ParentRunId is { } parent)
        {
            tags[MlflowTags.ParentRunId] = parent;
        }

        if (options.Note is { } note)
        {
            tags[MlflowTags.Note] = note;
        }

        foreach ((string key, string value) in options.Tags)
        {
            tags[key] = value;
        }

        foreach ((string key, string value) in ProcessIdentity.Current().ToTags())
        {
            tags[key] = value;
        }

        return new JournalHeader
        {
            TrackingUri = store.TrackingUri,
            ClientKey = options.ContinueClientKey ?? Guid.NewGuid().ToString("N"),
            Continues = options.ContinueClientKey is not null,
            IsAddition = options.IsAddition,
            RestoreExperiment = options.RestoreExperiment,
            ParentClientKey = options.ParentRunId is null ? options.ParentClientKey : null,
            ExperimentTags = options.ExperimentTags,
            ExperimentName = options.ExperimentName,
            ExperimentId = options.ExperimentId,
            RunName = options.RunName,
            StartTimeMs = options.StartTime is { } start ? Math.Max(1, start.ToUnixTimeMilliseconds()) : store.Options.NowMs(),
            UserId = Environment.UserName,
            Tags = [.. tags],
        };
    }
}
