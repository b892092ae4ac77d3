using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Train;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Tests.Train;

public sealed class FoldTrainingTests
{
    private static readonly SplitFold[] Folds = [.. new[] { "a", "b", "c", "d" }.Select(static name => new SplitFold(name, []))];

    private readonly List<string> _lines = [];

    [Fact]
    public async Task Run_LaterFoldsEndFirst_FollowsInTheirOrder()
    {
        await FoldTraining.RunAsync(
            Folds,
            (folds, _) =>
            {
                foreach (var fold in folds.Reverse())
                {
                    fold.Run(progress => Train(fold.Fold, progress));
                }
            },
            FollowAsync,
            TestContext.Current.CancellationToken);

        _lines.ShouldBe(["a begins", "a 1", "a done", "b begins", "b 2", "b done", "c begins", "c 3", "c done", "d begins", "d 4", "d done"]);
    }

    [Fact]
    public async Task Run_OneFoldFails_KeepsThoseBeforeItThrowsItsErrorAndStopsTheOthers()
    {
        using var pool = new WorkerPool(3);
        using var failed = new ManualResetEventSlim();
        using var begun = new Barrier(3);
        var isStopped = false;

        var error = await Should.ThrowAsync<SplitException>(FoldTraining.RunAsync(
            Folds,
            (folds, stop) => pool.Run(3, folds, (i, all) => all[i].Run(progress =>
            {
                begun.SignalAndWait(CancellationToken.None);
                switch (i)
                {
                    case 0:
                        failed.Wait(CancellationToken.None);
                        return Train(all[i].Fold, progress);
                    case 1:
                        failed.Set();
                        throw new SplitException("classifier", new("no clips"));
                    default:
                        isStopped = stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
                        throw new OperationCanceledException(stop);
                }
            })),
            FollowAsync,
            TestContext.Current.CancellationToken));

        error.What.ShouldBe("no clips");
        _lines.ShouldBe(["a begins", "a 1", "a done", "b begins"]);
        isStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_TrainingNeverBegins_ThrowsInTheFirstFold()
    {
        await Should.ThrowAsync<IOException>(FoldTraining.RunAsync(
            Folds, static (_, _) => throw new IOException(), FollowAsync, TestContext.Current.CancellationToken));

        _lines.ShouldBe(["a begins"]);
    }

    private static TrainedFold Train(SplitFold fold, IProgress<EvaluatedCandidate> progress)
    {
        var candidate = new EvaluatedCandidate(new LinearDiscriminantOptions(), Array.IndexOf(Folds, fold) + 1);
        progress.Report(candidate);
        return new TrainedFold(new CandidateChoice([candidate], 0, fold.Name, 0), []);
    }

    private async Task FollowAsync(FoldTraining training)
    {
        _lines.Add($"{training.Fold.Name} begins");
        if (training.Fold != Folds[0])
        {
            // Trained beside or before those before it.
            training.Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        var trained = await training.FollowAsync(new Lines(value => _lines.Add($"{training.Fold.Name} {value.InnerUar}")));
        trained.Choice.GroupBy.ShouldBe(training.Fold.Name);
        _lines.Add($"{training.Fold.Name} done");
    }

    private sealed class Lines(Action<EvaluatedCandidate> add) : IProgress<EvaluatedCandidate>
    {
        public void Report(EvaluatedCandidate value) => add(value);
    }
}
