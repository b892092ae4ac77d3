using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bakeoff.Numerics;

/// <summary>A named stream of random numbers that depends on a seed and its name alone.</summary>
/// <remarks>
/// <para>Counter-based (Philox 4x32-10): word <c>i</c> of a stream is a pure function of seed, name and <c>i</c>. A new stream never shifts
/// another, any position can be saved and restored, and threads may fill parts of one array in any order.</para>
/// <para>The stream's 128-bit identity is the start of SHA-256 over its parent's identity and its name; streams of different names do not
/// meet in practice.</para>
/// <para>Determinism: integer arithmetic, exact conversions and <see cref="DeterministicMath"/> only; equal bits on every machine.
/// Not thread-safe, except for <see cref="SingleAt"/> and <see cref="FillSingles"/>, which do not touch <see cref="Position"/>.</para>
/// </remarks>
public sealed partial class SeededRandom
{
    private const ulong NoBlock = ulong.MaxValue;
    private readonly ulong _key;
    private readonly ulong _stream;
    private ulong _cachedBlock = NoBlock;
    private uint _word0, _word1, _word2, _word3;

    /// <summary>The stream called <paramref name="stream"/> of an experiment's seed.</summary>
    /// <param name="seed">Any value.</param>
    /// <param name="stream">What the numbers are used for, such as <c>init</c>, <c>shuffle</c>, <c>dropout</c>; case matters.</param>
    public SeededRandom(ulong seed, string stream)
        : this(Identity(seed, 0, stream))
    {
    }

    private SeededRandom((ulong Key, ulong Stream) identity) => (_key, _stream) = identity;

    /// <summary>Count of 32-bit words drawn so far. Setting it continues from that place; save it in checkpoints.</summary>
    public ulong Position { get; set; }

    /// <summary>A child stream, independent of this one and of how much was drawn from it.</summary>
    /// <param name="name">Name of the child; equal names give equal streams.</param>
    public SeededRandom Stream(string name) => new(Identity(_key, _stream, name));

    /// <summary>32 random bits. Moves <see cref="Position"/> by one.</summary>
    public uint NextUInt32() => WordAt(Position++);

    /// <summary>64 random bits. Moves <see cref="Position"/> by two.</summary>
    public ulong NextUInt64()
    {
        var low = NextUInt32();
        return ((ulong)NextUInt32() << 32) | low;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53. Moves <see cref="Position"/> by two.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, 1), a multiple of 2^-24. Moves <see cref="Position"/> by one.</summary>
    public float NextSingle() => ToSingle(NextUInt32());

    /// <summary>
    /// Uniform in 0 .. <paramref name="exclusiveMax"/> - 1, without bias. Moves <see cref="Position"/> by one, rarely more.
    /// </summary>
    /// <param name="exclusiveMax">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is not positive.</exception>
    /// <remarks>Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.</remarks>
    public int NextInt32(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        var range = (uint)exclusiveMax;
        var product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            var threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>
    /// Normal with mean 0 and standard deviation 1 (Box-Muller, one value of each pair). Moves <see cref="Position"/> by four.
    /// </summary>
    public double NextGaussian()
    {
        // 1 - u lies in (0, 1], so the logarithm is finite. The second value of the pair is not kept: Position alone is the state.
        var radius = Math.Sqrt(-2.0 * DeterministicMath.Log(1.0 - NextDouble()));
        return radius * DeterministicMath.Cos(2.0 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items into a random order, each order equally likely (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>The value in [0, 1) at word <paramref name="index"/> of the stream; <see cref="Position"/> stays as it is.</summary>
    public float SingleAt(ulong index)
    {
        var (x0, x1, x2, x3) = Philox.Block(index >> 2, _stream, _key);
        return ToSingle((index & 3) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 });
    }

    private static float ToSingle(uint word) => (word >> 8) * (1.0f / (1 << 24));

    private uint WordAt(ulong index)
    {
        var block = index >> 2;
        if (block != _cachedBlock)
        {
            (_word0, _word1, _word2, _word3) = Philox.Block(block, _stream, _key);
            _cachedBlock = block;
        }

        return (index & 3) switch { 0 => _word0, 1 => _word1, 2 => _word2, _ => _word3 };
    }

    private static (ulong Key, ulong Stream) Identity(ulong parent0, ulong parent1, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = Encoding.UTF8.GetBytes(name);
        var message = new byte[16 + text.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(message, parent0);
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(8), parent1);
        text.CopyTo(message.AsSpan(16));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, digest);
        return (BinaryPrimitives.ReadUInt64LittleEndian(digest), BinaryPrimitives.ReadUInt64LittleEndian(digest[8..]));
    }
}
