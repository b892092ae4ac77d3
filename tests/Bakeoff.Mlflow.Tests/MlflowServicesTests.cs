using Microsoft.Extensions.DependencyInjection;

namespace Bakeoff.Mlflow.Tests;

/// <summary>The extension for dependency injection.</summary>
public sealed class MlflowServicesTests
{
    [Fact]
    public async Task AddMlflow_Configured_GivesOneStore()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMlflow(options => options with { TrackingUri = "http://localhost:5000/x/" });
        await using ServiceProvider provider = services.BuildServiceProvider();

        IMlflowStore store = provider.GetRequiredService<IMlflowStore>();

        store.TrackingUri.ShouldBe("http://localhost:5000/x");
        store.ShouldBeSameAs(provider.GetRequiredService<IMlflowStore>());
    }
}
