namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>The contract with the server in BAKEOFF_TEST_MLFLOW_URI.</summary>
public sealed class RealServerContractTests : StoreContract
{
    private protected override Task<IMlflowStore> OpenAsync()
    {
        string? uri = Environment.GetEnvironmentVariable("BAKEOFF_TEST_MLFLOW_URI");
        Assert.SkipWhen(
            string.IsNullOrEmpty(uri),
            "BAKEOFF_TEST_MLFLOW_URI is not set, so there is no real MLflow server to test against.");
        return Task.FromResult(MlflowStore.Open(uri, new MlflowStoreOptions { JournalFolder = Folder.Combine("journal"), MaxRetries = 1 }));
    }
}
