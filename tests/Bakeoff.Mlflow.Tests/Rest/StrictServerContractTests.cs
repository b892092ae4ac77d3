using Bakeoff.Mlflow.Tests.Server;

namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>The contract with the REST client and a strict server, for both majors.</summary>
public abstract class StrictServerContractTests(int major) : StoreContract
{
    private StrictServer _server = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
        _server.Violations.ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<IMlflowStore> OpenAsync()
    {
        _server = await StrictServer.StartAsync();
        _server.Reset(new StrictState { Major = major, PageSize = 1000 });
        return MlflowStore.Open(_server.Address, new MlflowStoreOptions { JournalFolder = Folder.Combine("journal"), MaxRetries = 0 });
    }
}
