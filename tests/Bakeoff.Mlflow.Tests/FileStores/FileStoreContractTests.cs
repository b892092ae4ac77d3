namespace Bakeoff.Mlflow.Tests.FileStores;

/// <summary>The contract with a folder.</summary>
public sealed class FileStoreContractTests : StoreContract
{
    private protected override Task<IMlflowStore> OpenAsync() => Task.FromResult(MlflowStore.Open(Folder.Combine("mlruns")));
}
