using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>The reflections in a rectangular room with equal walls, by image sources.</summary>
/// <remarks>
/// <para>
/// Source: J. Allen and D. Berkley, Image method for efficiently simulating small-room acoustics, JASA 65 (1979). Variant: reflections lie
/// between samples by a windowed sinc (P. Peterson, JASA 80, 1986), and each turns the pressure round: with equal signs they would pile up
/// at 0 Hz, which Allen and Berkley filter out afterwards. Absorption and reverberation time are related by Eyring's formula.
/// </para>
/// <para>Determinism: equal arguments give equal bits on every machine.</para>
/// </remarks>
internal sealed class ShoeboxRoom
{
    /// <summary>Speed of sound at 20 degrees, in metres a second.</summary>
    public const double SpeedOfSound = 343;

    /// <summary>Least distance of speaker and microphone from the walls and from each other, in metres.</summary>
    private const double LeastDistance = 0.5;

    private const int SincReach = 20;

    // 60 dB over the mean free path 4 V / S: 24 ln 10 / c.
    private static readonly double EyringFactor = 24 * DeterministicMath.Log(10.0) / SpeedOfSound;
    private static readonly double[] WindowCosines = [.. WindowAngles().Select(static angle => DeterministicMath.Cos(angle))];
    private static readonly double[] WindowSines = [.. WindowAngles().Select(static angle => DeterministicMath.Sin(angle))];

    private readonly double[] _size;
    private readonly double _reflection;

    /// <summary>Describes a room.</summary>
    /// <param name="options">Options with either reverberation time or absorption.</param>
    public ShoeboxRoom(RoomOptions options)
    {
        _size = [options.LengthM, options.WidthM, options.HeightM];
        var walls = 2 * ((_size[0] * _size[1]) + (_size[1] * _size[2]) + (_size[2] * _size[0]));
        var exponent = EyringFactor * Volume / walls;
        if (options.Absorption is { } absorption)
        {
            Rt60Seconds = exponent / -DeterministicMath.Log(1 - absorption);
            _reflection = -Math.Sqrt(1 - absorption);
        }
        else
        {
            Rt60Seconds = options.Rt60Seconds!.Value;
            _reflection = -DeterministicMath.Exp(-0.5 * exponent / Rt60Seconds);
        }
    }

    /// <summary>Time in which the sound falls by 60 dB.</summary>
    public double Rt60Seconds { get; }

    /// <summary>About the number of image sources in that time.</summary>
    public double ImageCount
    {
        get
        {
            var reach = SpeedOfSound * Rt60Seconds;
            return 4.0 / 3 * Math.PI * reach * reach * reach / Volume;
        }
    }

    private double Volume => _size[0] * _size[1] * _size[2];

    /// <summary>Draws the places of a speaker and a microphone, in metres from one corner.</summary>
    public (Place Speaker, Place Microphone) DrawPlaces(SeededRandom random)
    {
        while (true)
        {
            var (speaker, microphone) = (DrawPlace(random), DrawPlace(random));
            if (speaker.DistanceTo(microphone) >= LeastDistance)
            {
                return (speaker, microphone);
            }
        }
    }

    /// <summary>Computes the response between two places, as long as the reverberation time; the direct sound has the height 1.</summary>
    public ImpulseResponse Respond(Place speaker, Place microphone, int sampleRateHz)
    {
        // The same sum as that of the images, so that the direct sound's delay is exactly 0.
        var direct = speaker.DistanceTo(microphone);
        var farthest = direct + (SpeedOfSound * Rt60Seconds);
        var samples = new double[(int)(Rt60Seconds * sampleRateHz) + 1 + (2 * SincReach)];
        var x = Images(0, speaker.X - microphone.X, speaker.X + microphone.X, farthest);
        var y = Images(1, speaker.Y - microphone.Y, speaker.Y + microphone.Y, farthest);
        var z = Images(2, speaker.Z - microphone.Z, speaker.Z + microphone.Z, farthest);
        foreach (var (dx, gainX) in x)
        {
            foreach (var (dy, gainY) in y)
            {
                var flat = (dx * dx) + (dy * dy);
                foreach (var (dz, gainZ) in flat <= farthest * farthest ? z : [])
                {
                    var distance = Math.Sqrt(flat + (dz * dz));
                    if (distance <= farthest)
                    {
                        var delay = (distance - direct) / SpeedOfSound * sampleRateHz;
                        Add(samples, delay, gainX * gainY * gainZ * direct / distance);
                    }
                }
            }
        }

        return new ImpulseResponse(samples, SincReach, sampleRateHz);
    }

    /// <summary>Distances of the images of the speaker from the microphone along one axis, and what the walls leave of their sound.</summary>
    private List<(double Distance, double Gain)> Images(int axis, double difference, double sum, double farthest)
    {
        var images = new List<(double, double)>();
        var most = (int)(farthest / (2 * _size[axis])) + 1;
        for (var pair = -most; pair <= most; pair++)
        {
            Add(difference + (2 * pair * _size[axis]), 2 * Math.Abs(pair));
            Add((2 * pair * _size[axis]) - sum, Math.Abs(pair) + Math.Abs(pair - 1));
        }

        return images;

        void Add(double distance, int reflections)
        {
            if (Math.Abs(distance) <= farthest)
            {
                var gain = 1.0;
                for (var i = 0; i < reflections; i++)
                {
                    gain *= _reflection;
                }

                images.Add((distance, gain));
            }
        }
    }

    /// <summary>Adds a click that lies between samples; delay 0 is at SincReach.</summary>
    private static void Add(double[] samples, double delay, double height)
    {
        var whole = (int)delay;
        var rest = delay - whole;
        if (rest == 0)
        {
            samples[whole + SincReach] += height;
            return;
        }

        // sin(pi (n - rest)) and the window's cosine by the addition theorems: two angles in place of eighty.
        var scale = height * DeterministicMath.Sin(Math.PI * rest) / Math.PI;
        var (cosine, sine) = (DeterministicMath.Cos(Math.PI * rest / SincReach), DeterministicMath.Sin(Math.PI * rest / SincReach));
        for (var i = 0; i < WindowCosines.Length; i++)
        {
            var n = i - SincReach + 1;
            var window = 0.5 + (0.5 * ((WindowCosines[i] * cosine) + (WindowSines[i] * sine)));
            var sinc = scale / (rest - n);
            samples[whole + 1 + i] += int.IsEvenInteger(n) ? sinc * window : -sinc * window;
        }
    }

    private static IEnumerable<double> WindowAngles() =>
        Enumerable.Range(1 - SincReach, 2 * SincReach).Select(static n => Math.PI * n / SincReach);

    private Place DrawPlace(SeededRandom random) => new(DrawCoordinate(0, random), DrawCoordinate(1, random), DrawCoordinate(2, random));

    private double DrawCoordinate(int axis, SeededRandom random) =>
        LeastDistance + (random.NextDouble() * (_size[axis] - (2 * LeastDistance)));

    /// <summary>A place in the room, in metres from one corner.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Place(double X, double Y, double Z)
    {
        public double DistanceTo(Place other)
        {
            var (x, y, z) = (X - other.X, Y - other.Y, Z - other.Z);
            return Math.Sqrt((x * x) + (y * y) + (z * z));
        }
    }
}
