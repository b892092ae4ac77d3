using System.Runtime.ExceptionServices;

namespace Bakeoff.Numerics;

/// <summary>A job as the threads of a <see cref="WorkerPool"/> see it, without the type of its state.</summary>
internal abstract class WorkerJob
{
    /// <summary>Runs one task; keeps its exception instead of throwing it.</summary>
    public abstract void RunTask(int task);
}

/// <summary>
/// The body and state of one job. Each pool keeps one per type of state and uses it again, so that a job allocates nothing.
/// </summary>
internal sealed class WorkerJob<TState> : WorkerJob
{
    private TState _state = default!;
    private Action<int, TState>? _body;
    private ExceptionDispatchInfo? _failure;

    public void Prepare(TState state, Action<int, TState> body) => (_state, _body, _failure) = (state, body, null);

    public override void RunTask(int task)
    {
        if (Volatile.Read(ref _failure) is not null)
        {
            return;
        }

        try
        {
            _body!(task, _state);
        }
        catch (Exception exception)
        {
            // The first failure is what the caller of Run gets; later ones are consequences or the same mistake again.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }

    public void ThrowIfFailed() => _failure?.Throw();

    public void Release() => (_state, _body, _failure) = (default!, null, null);
}
