namespace Bakeoff.Numerics;

/// <summary>A fixed set of threads that run the numbered tasks of one job and then wait for the next.</summary>
/// <remarks>
/// <para>The calling thread works too, so a pool of one thread starts none. Which thread runs which task is not defined: a body must write
/// only what belongs to its task, and must give the same bits whichever thread runs it. Then thread count cannot change a result.</para>
/// <para>Safe to share: a <see cref="Run"/> inside a task of the same pool, or while another thread's job is running, is done serially by
/// its caller.</para>
/// <para>A steady state of calls with cached delegates allocates nothing. Idle threads spin for some microseconds, then sleep. A job ends
/// when its tasks are done, not when every thread has looked in, so a thread that the system holds back costs nothing.</para>
/// </remarks>
public sealed class WorkerPool : IDisposable
{
    private const int IdleSpins = 1500;
    private readonly Thread[] _threads;
    private readonly Lock _jobsLock = new();
    private readonly object _wake = new();
    private readonly object _done = new();
    private readonly List<WorkerJob> _jobs = [];
    private WorkerJob? _job;
    private int _busy;
    private int _sleeping;
    private int _callerSleeps;
    private bool _disposed;

    // Generation of the job in the high half, tasks not yet taken in the low half: one atomic word, so that a late thread never takes a
    // task of a job it has not read.
    private ulong _ticket;
    private int _taskCount;
    private int _remaining;

    /// <summary>Starts <paramref name="threads"/> - 1 threads.</summary>
    /// <param name="threads">Threads that work on a job, the caller's included; 1 .. 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is outside the range.</exception>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        _threads = new Thread[threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(WorkUntilDisposed) { IsBackground = true, Name = "Bakeoff worker" };
            _threads[i].Start();
        }
    }

    /// <summary>A pool of the calling thread alone; disposing it does nothing.</summary>
    public static WorkerPool Serial { get; } = new(1);

    /// <summary>Threads that work on a job, the caller's included.</summary>
    public int ThreadCount => _threads.Length + 1;

    /// <summary>Calls <paramref name="body"/> for each task 0 .. <paramref name="taskCount"/> - 1 and returns when all are done.</summary>
    /// <typeparam name="TState">What the tasks share; a value type or a reference.</typeparam>
    /// <param name="taskCount">Count of tasks; nothing happens when it is 0.</param>
    /// <param name="state">Handed to every call.</param>
    /// <param name="body">Receives task number and state; use a static lambda or a cached delegate to allocate nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="taskCount"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    /// <remarks>
    /// The first exception of a task is thrown here, with its own stack, after running tasks have ended; tasks not yet begun are then
    /// skipped.
    /// </remarks>
    public void Run<TState>(int taskCount, TState state, Action<int, TState> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(taskCount);
        ArgumentNullException.ThrowIfNull(body);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (taskCount <= 1 || _threads.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var task = 0; task < taskCount; task++)
            {
                body(task, state);
            }

            return;
        }

        var job = JobOf<TState>();
        job.Prepare(state, body);
        try
        {
            Start(job, taskCount);
            RunTasks();
            WaitForOthers();
            job.ThrowIfFailed();
        }
        finally
        {
            job.Release();
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Ends the pool's threads. Must not be called while a job runs.</summary>
    public void Dispose()
    {
        if (_threads.Length == 0 || Volatile.Read(ref _disposed))
        {
            return;
        }

        Volatile.Write(ref _disposed, true);
        lock (_wake)
        {
            Monitor.PulseAll(_wake);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private WorkerJob<TState> JobOf<TState>()
    {
        lock (_jobsLock)
        {
            foreach (var known in _jobs)
            {
                if (known is WorkerJob<TState> job)
                {
                    return job;
                }
            }

            var created = new WorkerJob<TState>();
            _jobs.Add(created);
            return created;
        }
    }

    private void Start(WorkerJob job, int taskCount)
    {
        _job = job;
        _taskCount = taskCount;
        Volatile.Write(ref _remaining, taskCount);
        var generation = (uint)(Volatile.Read(ref _ticket) >> 32) + 1;
        Interlocked.Exchange(ref _ticket, ((ulong)generation << 32) | (uint)taskCount);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_wake)
            {
                Monitor.PulseAll(_wake);
            }
        }
    }

    private void RunTasks()
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var left = (int)(uint)ticket;
            if (left == 0)
            {
                return;
            }

            // Success proves that job and count were those of this ticket: they change only after all tasks of a job were taken and done.
            var (job, count) = (Volatile.Read(ref _job), Volatile.Read(ref _taskCount));
            if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) != ticket)
            {
                continue;
            }

            job!.RunTask(count - left);
            if (Interlocked.Decrement(ref _remaining) == 0 && Volatile.Read(ref _callerSleeps) != 0)
            {
                lock (_done)
                {
                    Monitor.PulseAll(_done);
                }
            }
        }
    }

    private void WaitForOthers()
    {
        for (var spin = 0; spin < IdleSpins; spin++)
        {
            if (Volatile.Read(ref _remaining) == 0)
            {
                return;
            }

            Thread.SpinWait(4);
        }

        lock (_done)
        {
            Interlocked.Exchange(ref _callerSleeps, 1);
            while (Volatile.Read(ref _remaining) != 0)
            {
                Monitor.Wait(_done);
            }

            Volatile.Write(ref _callerSleeps, 0);
        }
    }

    private void WorkUntilDisposed()
    {
        var seen = 0u;
        while (true)
        {
            seen = WaitForJob(seen);
            if (Volatile.Read(ref _disposed))
            {
                return;
            }

            RunTasks();
        }
    }

    private uint WaitForJob(uint seen)
    {
        for (var spin = 0; spin < IdleSpins; spin++)
        {
            if (IsNews(seen, out var generation))
            {
                return generation;
            }

            Thread.SpinWait(4);
        }

        lock (_wake)
        {
            // Announced before the last look at the ticket, as Start writes the ticket before it looks at the count: one of the two sees
            // the other.
            Interlocked.Increment(ref _sleeping);
            uint generation;
            while (!IsNews(seen, out generation))
            {
                Monitor.Wait(_wake);
            }

            Interlocked.Decrement(ref _sleeping);
            return generation;
        }
    }

    private bool IsNews(uint seen, out uint generation)
    {
        generation = (uint)(Volatile.Read(ref _ticket) >> 32);
        return generation != seen || Volatile.Read(ref _disposed);
    }
}
