using System.Diagnostics;
using System.Threading.Channels;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Splits;

namespace Bakeoff.Experiments.Train;

/// <summary>A fold that is trained beside others: its candidates as they are evaluated, then its result.</summary>
/// <param name="fold">The fold.</param>
internal sealed class FoldTraining(SplitFold fold) : IProgress<EvaluatedCandidate>
{
    private readonly Channel<EvaluatedCandidate> _evaluated = Channel.CreateUnbounded<EvaluatedCandidate>();
    private TrainedFold? _trained;
    private long _beginning;

    /// <summary>The fold.</summary>
    public SplitFold Fold => fold;

    /// <summary>Time since the training began; zero before.</summary>
    public TimeSpan Elapsed => Volatile.Read(ref _beginning) is var beginning and not 0 ? Stopwatch.GetElapsedTime(beginning) : TimeSpan.Zero;

    /// <inheritdoc/>
    public void Report(EvaluatedCandidate value) => _evaluated.Writer.TryWrite(value);

    /// <summary>Trains folds side by side, and follows them in their order, whichever ends first.</summary>
    /// <param name="folds">The folds.</param>
    /// <param name="train">Runs all trainings; stops early where it is cancelled.</param>
    /// <param name="follow">Receives each fold from its beginning.</param>
    /// <param name="cancellationToken">Stops all trainings.</param>
    /// <exception cref="Exception">What stopped the first fold in their order that failed. None runs any more then.</exception>
    public static async Task RunAsync(
        IReadOnlyList<SplitFold> folds,
        Action<IReadOnlyList<FoldTraining>, CancellationToken> train,
        Func<FoldTraining, Task> follow,
        CancellationToken cancellationToken)
    {
        FoldTraining[] trainings = [.. folds.Select(static fold => new FoldTraining(fold))];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(TrainAll, CancellationToken.None);
        try
        {
            foreach (var training in trainings)
            {
                await follow(training).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }

        void TrainAll()
        {
            try
            {
                train(trainings, stop.Token);
            }
            catch (Exception exception)
            {
                // For folds that were not begun.
                Array.ForEach(trainings, training => training.Fail(exception));
            }
        }
    }

    /// <summary>Trains the fold.</summary>
    public void Run(Func<IProgress<EvaluatedCandidate>, TrainedFold> train)
    {
        Volatile.Write(ref _beginning, Stopwatch.GetTimestamp());
        try
        {
            _trained = train(this);
            _evaluated.Writer.Complete();
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
    }

    /// <summary>Passes on each candidate until the training ends; throws what stopped it.</summary>
    public async Task<TrainedFold> FollowAsync(IProgress<EvaluatedCandidate> progress)
    {
        await foreach (var candidate in _evaluated.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            progress.Report(candidate);
        }

        return _trained!;
    }

    // Nothing happens where the training has ended.
    private void Fail(Exception exception) => _evaluated.Writer.TryComplete(exception);
}

/// <summary>The classifier of a fold.</summary>
/// <param name="Choice">The choice; its model is saved.</param>
/// <param name="HeldOut">Clips that its probabilities were calibrated on; none where they were not.</param>
internal sealed record TrainedFold(CandidateChoice Choice, IReadOnlyList<HeldOutEntry> HeldOut);
