using Bakeoff.Mlflow;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Tracking;

/// <summary>An MLflow store refused, could not be reached, or holds something unreadable, and the work cannot continue without it.</summary>
public sealed class TrackingException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="exception">The client's exception, whose message is complete.</param>
    public TrackingException(MlflowException exception)
        : base(new ErrorDetails(exception?.Message ?? string.Empty), exception)
    {
    }

    /// <summary>Runs something that talks to a store.</summary>
    /// <exception cref="TrackingException">The store refused or could not be reached.</exception>
    internal static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (MlflowException exception)
        {
            throw new TrackingException(exception);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    internal static Task GuardAsync(Func<Task> work) => GuardAsync(async () =>
    {
        await work();
        return true;
    });
}
