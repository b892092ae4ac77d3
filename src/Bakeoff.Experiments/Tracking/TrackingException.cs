using Bakeoff.Mlflow;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// An MLflow store refused, could not be reached, or holds something unreadable, and the work cannot continue without it.
/// </summary>
public sealed class TrackingException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="exception">The client's exception, whose parts are kept.</param>
    public TrackingException(MlflowException exception)
        : base(ToDetails(exception), exception)
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

    private static ErrorDetails ToDetails(MlflowException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new ErrorDetails(exception.What)
        {
            Where = exception.Where,
            Value = exception.Value,
            Rule = exception.Rule,
            NextStep = exception.NextStep,
        };
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    internal static Task GuardAsync(Func<Task> work) => GuardAsync(async () =>
    {
        await work();
        return true;
    });
}
