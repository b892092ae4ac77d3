using System.Diagnostics;
using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests;

/// <summary>Runs a piece of work in a process of its own: this test program, started with a variable that names the work.</summary>
internal static class ChildProcess
{
    private const string Work = "BAKEOFF_MLFLOW_TEST_CHILD";

    internal static Process Start(params string[] work)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.Environment[Work] = string.Join('\n', work);
        return Process.Start(start)!;
    }

    internal static async Task<bool> RunIfChildAsync()
    {
        if (Environment.GetEnvironmentVariable(Work) is not { Length: > 0 } work)
        {
            return false;
        }

        await RunAsync(work.Split('\n'));
        return true;
    }

    private static async Task RunAsync(string[] work)
    {
        await using IMlflowStore store = MlflowStore.Open(work[1], new MlflowStoreOptions { JournalFolder = work[2], MaxRetries = 0 });
        switch (work[0])
        {
            case "append":
                for (int i = 1; i <= 30; i++)
                {
                    await store.LogBatchAsync(
                        work[3],
                        new RunBatch
                        {
                            Metrics = [new(work[4], i, 1_700_000_000_000 + i, i), new("shared", i, 1_700_000_000_000, i)],
                            Tags = [new("last", work[4])],
                        });
                }

                break;
            case "experiments":
                for (int i = 0; i < 20; i++)
                {
                    await store.GetOrCreateExperimentAsync(i.ToString(CultureInfo.InvariantCulture));
                }

                break;
            default:
                ActiveRun run = await store.StartRunAsync(
                    new RunOptions { ExperimentName = "child", SendInterval = TimeSpan.FromMilliseconds(20) });
                for (int step = 1; ; step++)
                {
                    run.LogMetric("loss", 1.0 / step, step);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.RunId} {step}"));
                    await Console.Out.FlushAsync();
                    await Task.Delay(1);
                }
        }
    }
}
