using System.Buffers.Binary;
using System.Xml.Linq;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Reporting;

/// <summary><c>bakeoff plot</c>: pictures of recordings that belong to no experiment.</summary>
public sealed class PlotTests : IDisposable
{
    private readonly Project _project = new();

    public PlotTests() => File.WriteAllBytes(Path.Combine(_project.Root, "a & b.wav"), Recording.Tone(0.5, 16_000));

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("waveform")]
    [InlineData("spectrogram")]
    [InlineData("mel")]
    [InlineData("mfcc")]
    [InlineData("pitch")]
    public void Plot_EveryKind_WritesAPictureNamedAfterTheRecording(string kind)
    {
        _project.Succeed("plot", kind, "a & b.wav").ShouldBe($"a & b-{kind}.svg{Environment.NewLine}");
        var svg = XDocument.Load(Path.Combine(_project.Root, $"a & b-{kind}.svg"));
        svg.Root!.Value.ShouldContain("a & b.wav");
        svg.Root.Attribute("width")!.Value.ShouldBe("800");
        svg.Descendants().Count(e => e.Name.LocalName is "path" or "image").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Plot_NamesLikeOptionsAndStandardInput_AreRecordings()
    {
        File.Copy(Path.Combine(_project.Root, "a & b.wav"), Path.Combine(_project.Root, "@take1.wav"));
        File.Copy(Path.Combine(_project.Root, "a & b.wav"), Path.Combine(_project.Root, "-take.wav"));

        _project.Succeed("plot", "waveform", "@take1.wav").Trim().ShouldBe("@take1-waveform.svg");
        _project.Succeed("plot", "waveform", "--", "-take.wav").Trim().ShouldBe("-take-waveform.svg");
        using var process = _project.StartWithInput(Recording.Tone(0.5, 16_000), "plot", "waveform", "-");
        process.StandardOutput.ReadToEnd().Trim().ShouldBe("standard-input-waveform.svg");
        process.WaitForExit();
        XDocument.Load(Path.Combine(_project.Root, "standard-input-waveform.svg")).Root!.Value.ShouldContain("standard input");
    }

    [Fact]
    public void Plot_OutputAndWidth_AreFollowed()
    {
        _project.Succeed("plot", "waveform", "a & b.wav", "--output", "pictures/one.svg", "--width", "400");
        XDocument.Load(Path.Combine(_project.Root, "pictures", "one.svg")).Root!.Attribute("width")!.Value.ShouldBe("400");

        _project.Succeed("plot", "mel", "a & b.wav", "--output=pictures/one.png", "--width-cm=8.5", "--dpi=300").Trim().ShouldBe("pictures/one.png");
        var png = File.ReadAllBytes(Path.Combine(_project.Root, "pictures", "one.png"));
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(1004, "8.5 cm at 300 dots an inch");
    }

    [Theory]
    [InlineData("nowhere.wav", "", "nowhere.wav: there is no such file")]
    [InlineData("experiments", "", "experiments: is a folder")]
    [InlineData("experiments/tiny.yaml", "", "experiments/tiny.yaml: content begins with bytes")]
    [InlineData("a & b.wav", "--output=a & b.wav", "expected a path that ends in .svg, .png or .pdf")]
    [InlineData("a & b.wav", "--width-cm=0", "--width-cm is 0, expected 7.5 to 264")]
    [InlineData("a & b.wav", "--dpi=many", "--dpi is many, expected 24 to 2400")]
    [InlineData("", "", "'': there is no such file")]
    [InlineData("a & b.wav", "--output=x.gif", "--output is 'x.gif', expected a path that ends in .svg, .png or .pdf.")]
    [InlineData("a & b.wav", "--output=experiments/tiny.yaml/x.png", "tiny.yaml is a file, expected a folder. Check that")]
    [InlineData("a & b.wav", "--output=folder.png", "folder.png is a folder, expected the path of a file. Check that")]
    [InlineData("a & b.wav", "--dpi=1e9", "--dpi is 1e9, expected 24 to 2400")]
    [InlineData("a & b.wav", "--width=10", "--width is 10, expected 280 to 10000 pixels")]
    public void Plot_BadInput_IsOneMessage(string file, string option, string message)
    {
        Directory.CreateDirectory(Path.Combine(_project.Root, "folder.png"));
        _project.Refuse(["plot", "waveform", file, .. option.Length == 0 ? Array.Empty<string>() : [option]]).ShouldContain(message);
        Directory.GetFiles(_project.Root, "*.svg").ShouldBeEmpty();
    }

    [Fact]
    public void Plot_MoreDotsThanMemoryHolds_SaysWhatToLower()
    {
        _project
            .Refuse("plot", "waveform", "a & b.wav", "--output=x.png", "--width-cm=264", "--dpi=2400")
            .ShouldEndWith("at 2400 dots an inch, expected 1 x 1 to 100 million dots in all. Lower the width or --dpi, or write a .pdf.");
        Directory.GetFiles(_project.Root, "x.png*").ShouldBeEmpty();
    }

    [Fact]
    public void Plot_OneSample_StillDraws()
    {
        File.WriteAllBytes(Path.Combine(_project.Root, "short.wav"), Recording.Tone(0.5, 1));
        foreach (var kind in new[] { "waveform", "spectrogram", "mel", "mfcc", "pitch" })
        {
            _project.Succeed("plot", kind, "short.wav");
        }
    }
}
