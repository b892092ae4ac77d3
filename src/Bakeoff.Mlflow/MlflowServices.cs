using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Mlflow;

/// <summary>Adds MLflow to a program's services.</summary>
public static class MlflowServices
{
    /// <summary>
    /// Adds one <see cref="IMlflowStore"/> for the whole program, opened when first asked for, with the program's
    /// <see cref="ILoggerFactory"/> and <see cref="TimeProvider"/> if it has them.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">
    /// Changes the options, which begin as <see cref="MlflowStoreOptions.FromEnvironment"/>; null leaves them.
    /// </param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMlflow(
        this IServiceCollection services, Func<MlflowStoreOptions, MlflowStoreOptions>? configure = null)
    {
        services.TryAddSingleton(provider =>
        {
            MlflowStoreOptions options = MlflowStoreOptions.FromEnvironment();
            options = options with
            {
                LoggerFactory = provider.GetService<ILoggerFactory>() ?? options.LoggerFactory,
                TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider,
            };
            return MlflowStore.Open(trackingUri: null, configure is null ? options : configure(options));
        });
        return services;
    }
}
