using System.Collections.Concurrent;

namespace Bakeoff.Numerics.Tests;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Run_ManyJobs_RunsEachTaskOnce(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var round = 0; round < 2000; round++)
        {
            var counts = new int[round % 17];
            pool.Run(counts.Length, counts, static (task, state) => Interlocked.Increment(ref state[task]));

            counts.ShouldAllBe(count => count == 1);
        }

        pool.ThreadCount.ShouldBe(threads);
    }

    [Fact]
    public void Run_AfterThreadsFellAsleep_WakesThem()
    {
        using var pool = new WorkerPool(3);
        for (var round = 0; round < 5; round++)
        {
            Thread.Sleep(20);
            using var together = new Barrier(3);

            // Each task waits for the other two, so this ends only when three threads take part.
            pool.Run(3, together, static (_, barrier) => barrier.SignalAndWait(TimeSpan.FromSeconds(20)).ShouldBeTrue());
        }
    }

    [Fact]
    public void Run_TaskThrows_PropagatesAndPoolGoesOn()
    {
        using var pool = new WorkerPool(2);
        var error = Should.Throw<InvalidOperationException>(() => pool.Run(100, 5, static (task, state) =>
        {
            if (task == state)
            {
                throw new InvalidOperationException("task 5 failed");
            }
        }));

        error.Message.ShouldBe("task 5 failed");
        var done = new ConcurrentBag<int>();
        pool.Run(10, done, static (task, state) => state.Add(task));
        done.Count.ShouldBe(10);
    }

    [Fact]
    public void Run_InsideATask_RunsSeriallyOnTheSameThread()
    {
        using var pool = new WorkerPool(2);
        var isSerial = new bool[4];
        pool.Run(4, (Pool: pool, Result: isSerial), static (task, state) =>
        {
            var thread = Environment.CurrentManagedThreadId;
            var order = new List<int>();
            state.Pool.Run(5, order, static (inner, list) => list.Add(inner));
            state.Result[task] = thread == Environment.CurrentManagedThreadId && order.SequenceEqual([0, 1, 2, 3, 4]);
        });

        isSerial.ShouldAllBe(value => value);
    }

    [Fact]
    public void Run_FromSeveralThreads_EveryJobIsComplete()
    {
        using var pool = new WorkerPool(2);
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 500; round++)
            {
                var counts = new int[9];
                pool.Run(9, counts, static (task, state) => Interlocked.Increment(ref state[task]));
                counts.ShouldAllBe(count => count == 1);
            }
        })).ToArray();

        Should.NotThrow(() => Task.WaitAll(callers));
    }

    [Fact]
    public void Run_CachedDelegate_AllocatesNothing()
    {
        using var pool = new WorkerPool(2);
        Action<int, (int, long)> body = static (_, _) => { };
        pool.Run(4, (1, 2L), body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            pool.Run(4, (i, 2L), body);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Run_Disposed_Throws()
    {
        var pool = new WorkerPool(2);
        pool.Dispose();
        pool.Dispose();

        Should.Throw<ObjectDisposedException>(() => pool.Run(2, 0, static (_, _) => { }));
    }

    [Fact]
    public void Serial_Disposed_StillRuns()
    {
        WorkerPool.Serial.Dispose();
        var sum = new int[1];
        WorkerPool.Serial.Run(4, sum, static (task, state) => state[0] += task);

        sum[0].ShouldBe(6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void Constructor_ThreadsOutOfRange_Throws(int threads) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new WorkerPool(threads)).ParamName.ShouldBe("threads");
}
