// On a narrow screen the ways and the choices above a list scroll: where one stands is in sight.

for (const current of document.querySelectorAll(".hq-ways [aria-current], .spans [aria-current]")) {
  const row = current.parentElement;
  row.scrollLeft += current.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - current.offsetWidth) / 2;
}
