using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.FileStores;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow;

/// <summary>Starts runs.</summary>
public static class MlflowRuns
{
    /// <summary>Runs some work as one run: FINISHED when it returns, FAILED when it throws, KILLED when it is cancelled or the process is told to stop.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="options">Experiment, name and more.</param>
    /// <param name="work">The work; logs to the run it gets.</param>
    /// <param name="cancellationToken">Stops the start; the work watches it by itself.</param>
    /// <returns>Whether everything is in the store.</returns>
    /// <exception cref="Exception">Whatever the work throws, unchanged, once the run is ended.</exception>
    public static async Task<RunEnd> RunAsync(this IMlflowStore store, RunOptions options, Func<ActiveRun, Task> work, CancellationToken cancellationToken = default)
    {
        await using ActiveRun run = await store.StartRunAsync(options, cancellationToken);
        try
        {
            await work(run);
        }
        catch (Exception exception)
        {
            await run.FailAsync(exception);
            throw;
        }

        return await run.CompleteAsync();
    }

    /// <summary>Starts a run that the caller ends by <see cref="ActiveRun.CompleteAsync"/> or <see cref="ActiveRun.FailAsync"/>; disposed before that, it is FAILED.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="options">Experiment, name and more.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="MlflowException">
    /// The store refuses for good, such as by wrong credentials, or there is no run to continue (<see cref="MlflowErrorCodes.ResourceDoesNotExist"/>).
    /// A server that does not answer is no error: the run is journaled.
    /// </exception>
    /// <exception cref="ArgumentException">A name or tag breaks MLflow's rules.</exception>
    public static async Task<ActiveRun> StartRunAsync(this IMlflowStore store, RunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        JournalHeader header = Describe(store, options);
        Requests.Validate(new NewExperiment { Name = options.ExperimentName });
        Requests.Validate(new NewRun { ExperimentId = "", Name = options.RunName, Tags = header.Tags });
        Run? known = await FindKnownAsync(store, options, cancellationToken);
        RunJournal journal;
        if (store is FileStore files)
        {
            known ??= await CreateInFilesAsync(files, header, cancellationToken);
            string folder = files.RunFolder(known.Info.RunId);
            await RunRecovery.DeliverLeftAsync(store, Path.Combine(folder, FileStore.JournalName + RunJournal.Extension), cancellationToken);
            journal = RunJournal.Create(folder, FileStore.JournalName, header);
        }
        else
        {
            journal = RunJournal.Create(store.Options.JournalFolder, RunJournal.NameOf(header), header);
        }

        var target = new RunTarget(store, journal, header);
        if (known is not null)
        {
            journal.Append(new JournalEntry { Kind = JournalEntry.RunKind, RunId = known.Info.RunId, ExperimentId = known.Info.ExperimentId });
            target.Adopt(known.Info.RunId, known.Info.ExperimentId);
        }

        var run = new ActiveRun(store, options, journal, target, header.ClientKey);
        if (options.ResumeRunId is not null || header.Continues)
        {
            journal.Append(new JournalEntry { Kind = JournalEntry.EndKind, Status = RunStatus.Running });
            journal.Append([.. ProcessIdentity.Current().ToTags().Select(tag => new JournalEntry { Kind = JournalEntry.TagKind, Key = tag.Key, Text = tag.Value })]);
        }

        await run.StartAsync(isNew: known is null, cancellationToken);
        return run;
    }

    // A folder always answers. A server may not, so a run known by its key is looked up by the sender.
    private static async Task<Run?> FindKnownAsync(IMlflowStore store, RunOptions options, CancellationToken cancellationToken)
    {
        if (options.ResumeRunId is { } resumed && (store is FileStore || options.ContinueClientKey is null))
        {
            return await store.GetRunAsync(resumed, cancellationToken);
        }

        if (options.ContinueClientKey is not { } key || store is not FileStore)
        {
            return null;
        }

        Experiment? experiment = await store.FindExperimentAsync(options.ExperimentName, cancellationToken);
        Run? run = experiment is null ? null : await store.FindRunByClientKeyAsync(experiment.ExperimentId, key, cancellationToken);
        return run ?? throw RunTarget.NothingToContinue(store, options.ExperimentName, key);
    }

    private static async Task<Run> CreateInFilesAsync(FileStore store, JournalHeader header, CancellationToken cancellationToken)
    {
        Experiment experiment = await RunTarget.FindExperimentAsync(store, header, cancellationToken);
        await RunTarget.SetExperimentTagsAsync(store, experiment, header, cancellationToken);
        Run? parent = header.ParentClientKey is { } key ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, key, cancellationToken) : null;
        return await store.CreateRunAsync(header.ToNewRun(experiment.ExperimentId, parent?.Info.RunId), cancellationToken);
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
            ParentClientKey = options.ParentRunId is null ? options.ParentClientKey : null,
            ExperimentTags = options.ExperimentTags,
            ExperimentName = options.ExperimentName,
            ExperimentId = options.ExperimentId,
            RunName = options.RunName,
            StartTimeMs = store.Options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
            UserId = Environment.UserName,
            Tags = [.. tags],
        };
    }
}
