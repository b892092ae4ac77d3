using System.Diagnostics;
using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Tests.Server;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>
/// Cost of logging for a training step, and the speed of a run compared with back-to-back requests of 1,000 points. Of the speeds, the
/// best of several rounds counts, because other programs can only make a round slower; the first round warms up. docs/mlflow.md has the
/// figures.
/// </summary>
public sealed class ThroughputTests(ITestOutputHelper output) : IDisposable
{
    private const int Points = 10_000;
    private const int Burst = 50;
    private const int Rounds = 5;

    /// <summary>
    /// Time of a server of MLflow 2 on SQLite for 1,000 points on an idle computer; without it, this would measure the test's own
    /// server.
    /// </summary>
    private const int ServerMilliseconds = 100;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task LogMetric_WhileTheServerIsSlow_CostsUnderTwentyMicroseconds()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Faults = (_, endpoint) =>
        {
            Thread.Sleep(endpoint == "runs/log-batch" ? 100 : 0);
            return Fault.None;
        };
        await using IMlflowStore store = Open(server.Address);
        ActiveRun run = await store.StartRunAsync(Options);
        var bursts = new double[Points / Burst];
        for (int burst = 0; burst < bursts.Length; burst++)
        {
            // A burst is shorter than the time for which a busy computer lets a thread run, so that the median is of undisturbed ones.
            var watch = Stopwatch.StartNew();
            for (int step = 1; step <= Burst; step++)
            {
                run.LogMetric("train/loss", 1.0 / step, (burst * Burst) + step);
            }

            bursts[burst] = watch.Elapsed.TotalMicroseconds / Burst;
        }

        await run.CompleteAsync();
        double median = bursts.Order().ElementAt(bursts.Length / 2);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{median:0.0} microseconds a metric in the training's thread"));
        median.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Run_ComparedWithBackToBackBatches_IsAtLeastNineTenthsAsFast()
    {
        string? uri = Environment.GetEnvironmentVariable("BAKEOFF_TEST_MLFLOW_URI");
        await using StrictServer? own = string.IsNullOrEmpty(uri) ? await StrictServer.StartAsync() : null;
        if (own is not null)
        {
            own.Faults = (_, endpoint) =>
            {
                Thread.Sleep(endpoint == "runs/log-batch" ? ServerMilliseconds : 0);
                return Fault.None;
            };
        }

        await using IMlflowStore store = Open(own?.Address ?? uri!);
        await TimeBatchesAsync(store);
        await TimeRunAsync(store);
        (double batches, double logged) = (double.MaxValue, double.MaxValue);
        for (int round = 1; round < Rounds; round++)
        {
            // Taken in turns, so that what else the computer does meets both alike.
            batches = Math.Min(batches, await TimeBatchesAsync(store));
            logged = Math.Min(logged, await TimeRunAsync(store));
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Points / batches:0} points a second in back-to-back batches, {Points / logged:0} by a run: {batches / logged:0.00}"));
        double ideal = Points / 1000 * ServerMilliseconds / 1000.0;
        Assert.SkipWhen(
            own is not null && batches > 1.5 * ideal,
            string.Create(
                CultureInfo.InvariantCulture,
                $"This computer is too busy to compare speeds: even plain batches took {batches:0.0} s instead of {ideal:0.0} s."));
        (batches / logged).ShouldBeGreaterThanOrEqualTo(0.9);
    }

    public void Dispose() => _folder.Dispose();

    private static RunOptions Options =>
        new()
        {
            ExperimentName = "throughput",
            EndOnSignals = false,
            EndTimeout = TimeSpan.FromMinutes(5),
        };

    private static async Task<double> TimeBatchesAsync(IMlflowStore store)
    {
        ActiveRun run = await store.StartRunAsync(Options);
        Metric[] points = [.. Enumerable.Range(1, Points).Select(step => new Metric("loss", 1.0 / step, 1_700_000_000_000 + step, step))];
        var watch = Stopwatch.StartNew();
        foreach (Metric[] batch in points.Chunk(MlflowLimits.BatchMetrics))
        {
            await store.LogBatchAsync(run.RunId!, new RunBatch { Metrics = batch });
        }

        double seconds = watch.Elapsed.TotalSeconds;
        await run.CompleteAsync();
        return seconds;
    }

    private static async Task<double> TimeRunAsync(IMlflowStore store)
    {
        ActiveRun run = await store.StartRunAsync(Options with { FlushTimeout = TimeSpan.FromMinutes(5) });
        var watch = Stopwatch.StartNew();
        for (int step = 1; step <= Points; step++)
        {
            run.LogMetric("loss", 1.0 / step, step);
        }

        (await run.FlushAsync()).ShouldBeTrue();
        double seconds = watch.Elapsed.TotalSeconds;
        await run.CompleteAsync();
        return seconds;
    }

    private IMlflowStore Open(string address) =>
        MlflowStore.Open(address, new MlflowStoreOptions { JournalFolder = _folder.Combine("journal") });
}
