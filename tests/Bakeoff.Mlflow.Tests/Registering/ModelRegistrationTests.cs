using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Registering;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests.Registering;

/// <summary>Only a better model gets the alias, and the result has the reason.</summary>
public sealed class ModelRegistrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task RegisterIfBetter_FirstWorseBetter_MovesTheAliasOnlyForward()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        string first = await TrainAsync(store, 0.8);
        string worse = await TrainAsync(store, 0.75);
        string better = await TrainAsync(store, 0.9);

        (await RegisterAsync(store, first)).ShouldBe(
            new RegistrationResult(1, "Registered as ser-tess version 1 with alias candidate: test_uar is 0.8, there was none before."));
        (await RegisterAsync(store, worse)).ShouldBe(
            new RegistrationResult(null, "Not registered: test_uar is 0.75, and ser-tess@candidate (version 1) has 0.8."));
        (await RegisterAsync(store, first)).ShouldBe(
            new RegistrationResult(1, "Registered before as ser-tess version 1: test_uar is 0.8, ser-tess@candidate (version 1) has 0.8.")
            {
                WasRegistered = true,
            });
        (await RegisterAsync(store, better)).ShouldBe(
            new RegistrationResult(2, "Registered as ser-tess version 2 with alias candidate: test_uar is 0.9, version 1 had 0.8."));
        (await store.FindAliasAsync("ser-tess", "candidate"))!.RunId.ShouldBe(better);
    }

    [Fact]
    public async Task RegisterIfBetter_MetricMissing_Throws()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        string run = await TrainAsync(store, 0.8);

        var request = new RegistrationRequest { ModelName = "ser-tess", RunId = run, Metric = "uar" };
        (await Should.ThrowAsync<MlflowException>(store.RegisterIfBetterAsync(request)))
            .Message.ShouldContain("metric 'uar' is missing, expected one to compare the model by.");
    }

    public void Dispose() => _folder.Dispose();

    private static Task<RegistrationResult> RegisterAsync(IMlflowStore store, string runId) =>
        store.RegisterIfBetterAsync(new RegistrationRequest { ModelName = "ser-tess", RunId = runId, Metric = "test_uar" });

    private static async Task<string> TrainAsync(IMlflowStore store, double uar)
    {
        await using ActiveRun run = await store.StartRunAsync(new RunOptions { EndOnSignals = false });
        run.LogMetric("test_uar", uar, 1);
        await run.CompleteAsync();
        return run.RunId!;
    }
}
