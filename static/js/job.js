// Watches a job: asks its address each second, moves the bar, and shows the page anew when the job is over.
for (const place of document.querySelectorAll("[data-watch]")) {
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-says]");
  const again = place.querySelector("[data-again]");
  again.closest("p").hidden = true;
  let pause = 1000;

  const look = async () => {
    try {
      const answer = await fetch(place.dataset.watch, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const job = await answer.json();
      if (job.is_over) {
        location.reload();
        return;
      }
      if (job.total) {
        bar.max = 100;
        bar.value = job.percent;
      } else {
        bar.removeAttribute("value");
      }
      const says = job.total ? `${job.says}, ${job.percent} %` : job.says;
      // a screen reader hears the words when they change, and the figure at every tenth
      if (place.dataset.told !== `${job.says}${Math.floor(job.percent / 10)}`) {
        place.dataset.told = `${job.says}${Math.floor(job.percent / 10)}`;
        words.textContent = says;
      }
      pause = 1000;
    } catch {
      pause = Math.min(pause * 2, 30000);
      again.closest("p").hidden = false;
    }
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}
